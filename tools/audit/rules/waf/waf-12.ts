import { blockOf, blocksOf, isTrue } from "../../../synthesized/fields";
import type { Block } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** Rules are in a web ACL, or in a rule group, which has metrics of its own. */
export const waf12 = defineControl({
  id: "WAF.12",
  title: "Rules of web ACLs have CloudWatch metrics",
  look: each(["aws_wafv2_web_acl", "aws_wafv2_rule_group"], (block) =>
    [block, ...blocksOf(block, "rule")].every(hasMetrics),
  ),
});

function hasMetrics(block: Block): boolean {
  return isTrue(blockOf(block, "visibility_config"), "cloudwatch_metrics_enabled");
}
