import { typesOfGroup } from "../../../synthesized/instance-types";
import { defineControl } from "../../control";
import { each } from "../../look";

export const autoScaling6 = defineControl({
  id: "AutoScaling.6",
  title: "Auto Scaling groups have several instance types",
  look: each("aws_autoscaling_group", (group) => typesOfGroup(group, {}).types.length >= 2),
});
