import { textOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { eachBucket } from "../../look";

export const s3_13 = defineControl({
  id: "S3.13",
  title: "Buckets have lifecycle rules",
  look: eachBucket("aws_s3_bucket_lifecycle_configuration", (lifecycle) =>
    blocksOf(lifecycle, "rule").some((rule) => textOf(rule, "status") === "Enabled"),
  ),
});
