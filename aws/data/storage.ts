import { arnPattern } from "../names";
import type { Range } from "../violation";

const RESERVED_STARTS = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_ENDS = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * The S3 rule that a bucket name breaks, or undefined if the name is valid.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return "must be 3 to 63 characters long";
  if (!/^[a-z0-9.-]+$/.test(name)) {
    return "must consist of lowercase letters, digits, hyphens and dots only";
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return "must begin and end with a letter or a digit";
  if (name.includes("..")) return "must not contain two dots in a row";
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return "must not look like an IP address";
  const start = RESERVED_STARTS.find((reserved) => name.startsWith(reserved));
  if (start !== undefined) return `must not start with "${start}", which AWS reserves`;
  const end = RESERVED_ENDS.find((reserved) => name.endsWith(reserved));
  if (end !== undefined) return `must not end with "${end}", which AWS reserves`;
  return undefined;
}

/** Days that a bucket keeps noncurrent object versions. The limit of 100 years is our own. */
export const formerVersionDays: Range = [1, 36_500];

/**
 * Days between the deletion of a KMS key and its end.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html (2026-11-29)
 */
export const keyDeletionWindowDays: Range = [7, 30];

const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

const KEY_ARN = arnPattern({
  service: "kms",
  resource: String.raw`(key/[\w-]{1,60}|alias/[\w/-]{1,240})`,
});

/**
 * A KMS key by ID, ARN or alias.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts-cmk-properties.html
 */
export const kmsKey = {
  rule: 'must be a KMS key: its id, its ARN, or an alias, as in "alias/terraform"',
  fits: (value: string) =>
    new RegExp(`^(mrk-[0-9a-f]{32}|${UUID})$`).test(value) ||
    /^alias\/(?!aws\/)[\w/-]{1,240}$/.test(value) ||
    KEY_ARN.test(value),
};
