import { defineControl } from "../../control";
import { isApplication } from "../../load-balancers";
import { each, isOff, isReferencedBy } from "../../look";

export const elb16 = defineControl({
  id: "ELB.16",
  title: "Public Application Load Balancers have a web ACL",
  look: each(
    "aws_lb",
    (_, stack, address) =>
      isReferencedBy(stack, "aws_wafv2_web_acl_association", "resource_arn", address),
    (balancer) => isApplication(balancer) && isOff(balancer, "internal"),
  ),
});
