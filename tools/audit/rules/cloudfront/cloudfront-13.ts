import { textOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cloudFront13 = defineControl({
  id: "CloudFront.13",
  title: "Only the distribution reads its buckets",
  look: each("aws_cloudfront_distribution", (distribution) =>
    blocksOf(distribution, "origin").every(
      (origin) => textOf(origin, "origin_access_control_id") !== undefined,
    ),
  ),
});
