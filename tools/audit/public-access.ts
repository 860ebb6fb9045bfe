import { type Block, isTrue } from "../synthesized/fields";

const FLAGS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** Whether an S3 public access block of a bucket or the account blocks all access. */
export function blocksAllPublicAccess(block: Block): boolean {
  return FLAGS.every((flag) => isTrue(block, flag));
}
