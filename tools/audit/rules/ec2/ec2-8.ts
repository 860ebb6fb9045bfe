import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const ec2_8 = defineControl({
  id: "EC2.8",
  title: "Instances require IMDSv2",
  look: each(
    ["aws_launch_template", "aws_instance"],
    (instance) => textOf(blockOf(instance, "metadata_options"), "http_tokens") === "required",
  ),
});
