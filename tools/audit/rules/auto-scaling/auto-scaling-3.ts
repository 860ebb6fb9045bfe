import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const autoScaling3 = defineControl({
  id: "AutoScaling.3",
  title: "Launch templates require IMDSv2",
  look: each(
    "aws_launch_template",
    (template) => textOf(blockOf(template, "metadata_options"), "http_tokens") === "required",
  ),
});
