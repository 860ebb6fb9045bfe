import { textOf, blockOf, firstBlock } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const autoScaling9 = defineControl({
  id: "AutoScaling.9",
  title: "Auto Scaling groups use a launch template",
  look: each(
    "aws_autoscaling_group",
    (group) =>
      textOf(group, "launch_configuration") === undefined &&
      [group, blockOf(group, "mixed_instances_policy")].some(
        (each) => firstBlock(each, "launch_template") !== undefined,
      ),
  ),
});
