import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const autoScaling1 = defineControl({
  id: "AutoScaling.1",
  title: "Auto Scaling groups use the health check of the load balancer",
  look: each("aws_autoscaling_group", (group) => textOf(group, "health_check_type") === "ELB"),
});
