import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cloudFront1 = defineControl({
  id: "CloudFront.1",
  title: "Distributions have a default document",
  look: each(
    "aws_cloudfront_distribution",
    (distribution) => textOf(distribution, "default_root_object") !== undefined,
  ),
});
