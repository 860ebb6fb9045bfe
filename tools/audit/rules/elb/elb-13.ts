import { textsOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const elb13 = defineControl({
  id: "ELB.13",
  title: "Load balancers have several zones",
  look: each("aws_lb", (balancer) => new Set(textsOf(balancer, "subnets")).size >= 2),
});
