import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cloudFront7 = defineControl({
  id: "CloudFront.7",
  title: "Distributions have their own certificate",
  look: each(
    "aws_cloudfront_distribution",
    (distribution) =>
      textOf(blockOf(distribution, "viewer_certificate"), "acm_certificate_arn") !== undefined,
  ),
});
