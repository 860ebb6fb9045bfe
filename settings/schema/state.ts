import * as z from "zod";
import { bucketNameProblem } from "../rules/bucket-name";
import { kindsOf, settings, text, textWithout } from "./fields";
import { ARN_START, isHostName, REGION } from "./patterns";

const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts-cmk-properties.html */
const KEY_ARN = `${ARN_START.slice(1)}:kms:${REGION}:\\d{12}:(key/[\\w-]{1,60}|alias/[\\w/-]{1,240})`;

const s3 = settings({
  kind: z.literal("s3"),
  /** Bucket that `state-<environment>` makes. Unique among all buckets of AWS, and among the environments. */
  bucket: textWithout("must be the name of an S3 bucket", bucketNameProblem),
  /** @default the environment's region */
  region: text('must be an AWS region, as in "us-east-2"', new RegExp(`^${REGION}$`)).optional(),
  /** The KMS key that encrypts the states, in the bucket's region. @default one that `state-<environment>` makes */
  kmsKeyId: text(
    'must be a KMS key: its id, its ARN, or an alias, as in "alias/terraform"',
    new RegExp(`^((mrk-[0-9a-f]{32}|${UUID})|${KEY_ARN}|alias/(?!aws/)[\\w/-]{1,240})$`),
  ).optional(),
});

const cloud = settings({
  kind: z.literal("cloud"),
  organization: text(
    "must be an organization of Terraform Cloud: 3 to 40 letters, digits, hyphens and underscores",
    /^[\w-]{3,40}$/,
  ),
  /** Terraform Enterprise or another compatible server. @default "app.terraform.io" */
  hostname: text(
    'must be a host name without scheme or path, as in "app.terraform.io"',
    (value) => isHostName(value.replace(/:\d{1,5}$/, "")),
    'Leave out "https://" and everything after the name.',
  ).optional(),
  /** @default the organization's default project */
  project: text(
    "must be a project's name: 3 to 40 letters, digits, spaces, hyphens and underscores",
    /^[\w -]{3,40}$/,
  ).optional(),
});

/** Where the Terraform state of an environment's stacks lives. */
export const state = z.discriminatedUnion(
  "kind",
  [s3, cloud],
  kindsOf('must be an object with kind "s3" or "cloud"'),
);
