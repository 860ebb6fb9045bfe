import { textsOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const autoScaling2 = defineControl({
  id: "AutoScaling.2",
  title: "Auto Scaling groups have several zones",
  look: each(
    "aws_autoscaling_group",
    (group) => new Set(textsOf(group, "vpc_zone_identifier")).size >= 2,
  ),
});
