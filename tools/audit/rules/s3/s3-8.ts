import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { eachBucket } from "../../look";

const FLAGS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

export const s3_8 = defineControl({
  id: "S3.8",
  title: "Buckets block public access",
  look: eachBucket("aws_s3_bucket_public_access_block", (block) =>
    FLAGS.every((flag) => isTrue(block, flag)),
  ),
});
