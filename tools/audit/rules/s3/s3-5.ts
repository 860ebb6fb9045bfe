import { textOf, textsOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { documentOf, eachBucket, statementsOf } from "../../look";

export const s3_5 = defineControl({
  id: "S3.5",
  title: "Buckets accept TLS only",
  look: eachBucket("aws_s3_bucket_policy", (policy, stack) =>
    statementsOf(documentOf(stack, policy.policy)).some(
      (statement) =>
        textOf(statement, "effect") === "Deny" &&
        blocksOf(statement, "condition").some(
          (condition) =>
            textOf(condition, "variable") === "aws:SecureTransport" &&
            textsOf(condition, "values").includes("false"),
        ),
    ),
  ),
});
