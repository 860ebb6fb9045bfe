import { defineControl } from "../../control";
import { eachBucket } from "../../look";

export const s3_9 = defineControl({
  id: "S3.9",
  title: "Buckets write server access logs",
  look: eachBucket("aws_s3_bucket_logging"),
});
