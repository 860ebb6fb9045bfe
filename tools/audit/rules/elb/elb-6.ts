import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const elb6 = defineControl({
  id: "ELB.6",
  title: "Load balancers have deletion protection",
  look: each("aws_lb", (balancer) => isTrue(balancer, "enable_deletion_protection")),
});
