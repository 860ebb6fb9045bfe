import * as z from "zod";
import { isHostName } from "../../aws/names";
import { bucketNameProblem, kmsKey } from "../../aws/data/storage";
import { kindsOf, settings, text, textOf, textWithout, awsRegion } from "./fields";

const s3 = settings({
  kind: z.literal("s3"),
  /** Bucket that `state-<environment>` creates. Its name is unique across all AWS accounts and environments. */
  bucket: textWithout("must be the name of an S3 bucket", bucketNameProblem),
  /** Region of the bucket. @default the environment's region */
  region: awsRegion().optional(),
  /** ARN of the KMS key that encrypts the states, in the bucket's region. @default a key that `state-<environment>` creates */
  kmsKeyId: textOf(kmsKey).optional(),
});

const cloud = settings({
  kind: z.literal("cloud"),
  /** Organization in HCP Terraform. */
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
  /** Project in HCP Terraform. @default the organization's default project */
  project: text(
    "must be the name of a project: 3 to 40 letters, digits, spaces, hyphens and underscores",
    /^[\w -]{3,40}$/,
  ).optional(),
});

/** Where the Terraform state of an environment's stacks is stored. */
export const state = z.discriminatedUnion(
  "kind",
  [s3, cloud],
  kindsOf('must be an object with kind "s3" or "cloud"'),
);
