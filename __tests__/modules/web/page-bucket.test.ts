import { PageBucket } from "../../../modules/web/page-bucket";
import { synth } from "../../support/synth";

const json = synth((stack) => {
  new PageBucket(stack, "bucket").admit("arn:distribution");
});

test("changes the bucket's access one step at a time, since S3 refuses two at once", () => {
  const [block] = json.addressed("aws_s3_bucket_public_access_block").map(([name]) => name);
  expect(json.resource("aws_s3_bucket_policy")["depends_on"]).toEqual([block]);
});

test("lets one distribution read, and nobody without TLS", () => {
  const { statement } = json.dataSource("aws_iam_policy_document");
  expect(statement).toEqual([
    expect.objectContaining({
      actions: ["s3:GetObject"],
      condition: [
        { test: "StringEquals", variable: "AWS:SourceArn", values: ["arn:distribution"] },
      ],
    }),
    expect.objectContaining({ effect: "Deny" }),
  ]);
});
