import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { isApplication } from "../../load-balancers";
import { each } from "../../look";

export const elb12 = defineControl({
  id: "ELB.12",
  title: "Application Load Balancers mitigate HTTP desync",
  look: each(
    "aws_lb",
    (balancer) =>
      ["defensive", "strictest"].includes(textOf(balancer, "desync_mitigation_mode", "defensive")),
    isApplication,
  ),
});
