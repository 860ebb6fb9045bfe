import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cloudFront6 = defineControl({
  id: "CloudFront.6",
  title: "Distributions have a web ACL",
  look: each(
    "aws_cloudfront_distribution",
    (distribution) => textOf(distribution, "web_acl_id") !== undefined,
  ),
});
