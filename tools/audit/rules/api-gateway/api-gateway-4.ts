import { defineControl } from "../../control";
import { each, isReferencedBy } from "../../look";

export const apiGateway4 = defineControl({
  id: "APIGateway.4",
  title: "Stages of REST APIs have a web ACL",
  look: each("aws_api_gateway_stage", (_, stack, address) =>
    isReferencedBy(stack, "aws_wafv2_web_acl_association", "resource_arn", address),
  ),
});
