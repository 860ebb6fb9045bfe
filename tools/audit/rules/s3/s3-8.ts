import { defineControl } from "../../control";
import { eachBucket } from "../../look";
import { blocksAllPublicAccess } from "../../public-access";

export const s3_8 = defineControl({
  id: "S3.8",
  title: "Buckets block public access",
  look: eachBucket("aws_s3_bucket_public_access_block", blocksAllPublicAccess),
});
