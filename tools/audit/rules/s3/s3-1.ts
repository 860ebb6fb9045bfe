import { defineControl } from "../../control";
import { each } from "../../look";
import { blocksAllPublicAccess } from "../../public-access";

/** The account's own setting. No system changes it; S3.8 is about the buckets of the systems. */
export const s3_1 = defineControl({
  id: "S3.1",
  title: "The account blocks public access to buckets",
  look: each("aws_s3_account_public_access_block", blocksAllPublicAccess),
});
