import { defineControl } from "../../control";
import { each } from "../../look";
import { blocksAllPublicAccess } from "../../public-access";

/** An account setting, which no system changes. S3.8 checks the systems' buckets. */
export const s3_1 = defineControl({
  id: "S3.1",
  title: "The account blocks public access to buckets",
  look: each("aws_s3_account_public_access_block", blocksAllPublicAccess),
});
