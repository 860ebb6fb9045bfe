import { blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cloudFront4 = defineControl({
  id: "CloudFront.4",
  title: "Distributions have a failover origin",
  look: each(
    "aws_cloudfront_distribution",
    (distribution) => blocksOf(distribution, "origin_group").length > 0,
  ),
});
