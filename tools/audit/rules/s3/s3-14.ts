import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { eachBucket } from "../../look";

export const s3_14 = defineControl({
  id: "S3.14",
  title: "Buckets are versioned",
  look: eachBucket(
    "aws_s3_bucket_versioning",
    (versioning) => textOf(blockOf(versioning, "versioning_configuration"), "status") === "Enabled",
  ),
});
