import { defineControl } from "../../control";
import { each, isReferencedBy } from "../../look";

export const waf11 = defineControl({
  id: "WAF.11",
  title: "Web ACLs write a log",
  look: each("aws_wafv2_web_acl", (_, stack, address) =>
    isReferencedBy(stack, "aws_wafv2_web_acl_logging_configuration", "resource_arn", address),
  ),
});
