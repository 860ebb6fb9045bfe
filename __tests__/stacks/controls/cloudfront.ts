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
  "CloudFront.4": each(distribution, ({ origin_group: groups }) => (groups ?? []).length > 0),
  "CloudFront.5": each(distribution, ({ logging_config: logging }) => logging !== undefined),
  "CloudFront.6": each(distribution, ({ web_acl_id: acl }) => acl !== undefined),
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
