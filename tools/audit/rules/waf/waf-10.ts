import { blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, isReferencedBy } from "../../look";

export const waf10 = defineControl({
  id: "WAF.10",
  title: "Web ACLs have a rule or a rule group",
  look: each(
    "aws_wafv2_web_acl",
    (acl, stack, address) =>
      blocksOf(acl, "rule").length > 0 ||
      isReferencedBy(stack, "aws_wafv2_web_acl_rule_group_association", "web_acl_arn", address),
  ),
});
