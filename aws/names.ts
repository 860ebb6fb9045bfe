import type { TextRule } from "./violation";

/**
 * Start of every ARN, in any AWS partition. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const ARN_START = String.raw`^arn:aws[a-z-]{0,20}`;
export const REGION = String.raw`[a-z]{2,4}(-[a-z]{2,9}){1,2}-[1-9]\d?`;

/** The parts of an ARN after the partition: service, region, account and resource, each as a pattern. */
export interface ArnParts {
  readonly service: string;
  /** @default any region */
  readonly region?: string;
  readonly resource: string;
}

export function arnPattern({ service, region = REGION, resource }: ArnParts): RegExp {
  return new RegExp(`${ARN_START}:${service}:${region}:\\d{12}:${resource}$`);
}

const STARTS = [
  [/^arn$/, 'it must begin with "arn:"'],
  [/^aws[a-z-]{0,20}$/, 'its second part must be a partition, as in "aws"'],
] as const;

/**
 * The wrong part of an ARN, phrased to follow a colon, or undefined if `value` is a valid ARN.
 * @param example the form of the resource, such as "certificate/<id>"
 */
export function arnProblem(value: string, parts: ArnParts, example: string): string | undefined {
  if (arnPattern(parts).test(value)) return undefined;
  const given = value.split(":");
  for (const [index, [pattern, rule]] of STARTS.entries()) {
    if (!pattern.test(given[index] ?? "")) return rule;
  }
  const [, , service = "", region = "", account = ""] = given;
  if (!new RegExp(`^(${parts.service})$`).test(service)) {
    return `its third part must be the service "${parts.service}"`;
  }
  if (!new RegExp(`^(${parts.region ?? REGION})$`).test(region)) {
    return parts.region === undefined
      ? 'its fourth part must be a region, as in "us-east-2"'
      : `its fourth part must be "${parts.region}"`;
  }
  if (!/^\d{12}$/.test(account)) {
    return "its fifth part must be an account, a number of 12 digits";
  }
  return `its end must be ${example}`;
}

/** A DNS host name in lower case, without the final dot: labels of up to 63 characters, 253 in total. */
export function isHostName(value: string, minLabels = 1): boolean {
  const labels = value.split(".");
  return (
    value.length <= 253 &&
    labels.length >= minLabels &&
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  );
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html */
export const hostedZoneId: TextRule = {
  rule: 'must be the id of a Route 53 zone: "Z" and up to 31 capital letters and digits',
  pattern: /^Z[A-Z0-9]{1,31}$/,
};

/**
 * ACM accepts a longer name only in addition to a first name of this length.
 * @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
export const MAX_CERTIFICATE_NAME = 64;

export const certificateArn: ArnParts = {
  service: "acm",
  resource: String.raw`certificate/[0-9a-f-]{36}`,
};

/**
 * Characters that every service allows in tags, and the maximum lengths.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 */
export const tags = { text: /^[\p{L}\p{N} _.:/=+@-]*$/u, maxName: 128, maxValue: 256, max: 50 };

/** Characters of an e-mail address. @see https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1 with errata 1690 */
export const MAX_EMAIL = 254;
