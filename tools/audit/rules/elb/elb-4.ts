import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { isApplication } from "../../load-balancers";
import { each } from "../../look";

export const elb4 = defineControl({
  id: "ELB.4",
  title: "Application Load Balancers drop invalid headers",
  look: each("aws_lb", (balancer) => isTrue(balancer, "drop_invalid_header_fields"), isApplication),
});
