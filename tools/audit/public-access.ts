import { type Block, isTrue } from "../synthesized/fields";

const FLAGS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** Whether a block of public access to S3, of a bucket or of the account, leaves no way. */
export function blocksAllPublicAccess(block: Block): boolean {
  return FLAGS.every((flag) => isTrue(block, flag));
}
