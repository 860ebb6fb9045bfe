import { type Controls, each } from "./control";

const distribution = "aws_cloudfront_distribution";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html */
export const cloudFront: Controls = {
  "CloudFront.1": each(distribution, ({ default_root_object: root }) => root === "index.html"),
  "CloudFront.3": each(
    distribution,
    ({ default_cache_behavior: { viewer_protocol_policy: way } }) =>
      ["https-only", "redirect-to-https"].includes(way as string),
  ),
  "CloudFront.7": each(
    distribution,
    ({ viewer_certificate: certificate }) => certificate.acm_certificate_arn !== undefined,
  ),
  "CloudFront.13": each(distribution, ({ origin: origins }) =>
    (origins as Record<string, unknown>[]).every(
      ({ origin_access_control_id: id }) => id !== undefined,
    ),
  ),
};
