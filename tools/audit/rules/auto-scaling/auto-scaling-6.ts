import { blocksOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const autoScaling6 = defineControl({
  id: "AutoScaling.6",
  title: "Auto Scaling groups have several instance types",
  look: each(
    "aws_autoscaling_group",
    (group) =>
      blocksOf(blockOf(blockOf(group, "mixed_instances_policy"), "launch_template"), "override")
        .length >= 2,
  ),
});
