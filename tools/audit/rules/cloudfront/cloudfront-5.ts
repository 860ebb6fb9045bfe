import { firstBlock } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cloudFront5 = defineControl({
  id: "CloudFront.5",
  title: "Distributions write logs",
  look: each(
    "aws_cloudfront_distribution",
    (distribution) => firstBlock(distribution, "logging_config") !== undefined,
  ),
});
