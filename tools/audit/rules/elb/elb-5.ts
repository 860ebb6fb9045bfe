import { isTrue, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { isApplication } from "../../load-balancers";
import { each } from "../../look";

export const elb5 = defineControl({
  id: "ELB.5",
  title: "Application Load Balancers write access logs",
  look: each(
    "aws_lb",
    (balancer) => isTrue(blockOf(balancer, "access_logs"), "enabled"),
    isApplication,
  ),
});
