import * as z from "zod";
import { rateBasedLimit } from "../../../aws/networking/api-gateway";
import { CLOUDFRONT_REGION } from "../../../aws/regions";
import { arn, kindsOf, settings, wholeNumber } from "../fields";

const ID = String.raw`webacl/[\w-]{1,128}/[0-9a-f-]{36}`;

/** Web ACLs of a region, and those of CloudFront, which AWS keeps in us-east-1. */
const SCOPES = {
  regional: {
    rule: "must be the ARN of a regional web ACL",
    parts: { service: "wafv2", resource: `regional/${ID}` },
    example: "regional/webacl/, its name and its id",
  },
  cloudfront: {
    rule: "must be the ARN of a web ACL for CloudFront",
    parts: { service: "wafv2", region: CLOUDFRONT_REGION, resource: `global/${ID}` },
    example: "global/webacl/, its name and its id",
  },
} as const;

/** A web ACL of AWS WAF: one of the system's own, or an existing one. */
export function webAcl(scope: keyof typeof SCOPES) {
  const { rule, parts, example } = SCOPES[scope];
  return z.discriminatedUnion(
    "kind",
    [
      settings({
        /** AWS's rules for common attacks, and a limit per address. */
        kind: z.literal("own"),
        /**
         * Requests of one address in five minutes.
         * @default 2000
         * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
         */
        requestsPerFiveMinutes: wholeNumber(...rateBasedLimit).default(2000),
      }),
      settings({
        kind: z.literal("existing"),
        /** ARN of the web ACL, in the same region, or in us-east-1 for CloudFront. */
        arn: arn(rule, parts, example),
      }),
    ],
    kindsOf('must be an object with kind "own" or "existing"'),
  );
}
