import { textOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cloudFront3 = defineControl({
  id: "CloudFront.3",
  title: "Distributions encrypt",
  look: each("aws_cloudfront_distribution", (distribution) =>
    [
      ...blocksOf(distribution, "default_cache_behavior"),
      ...blocksOf(distribution, "ordered_cache_behavior"),
    ].every((behavior) =>
      ["https-only", "redirect-to-https"].includes(textOf(behavior, "viewer_protocol_policy", "")),
    ),
  ),
});
