import {
  AccessLogBucket,
  type AccessLogBucketProps,
} from "../../../modules/load-balancing/access-log-bucket";
import { synth } from "../../support/synth";

function logBucket(props: AccessLogBucketProps = { retentionDays: 30 }) {
  const json = synth((stack) => {
    new AccessLogBucket(stack, "logs", props);
  });
  const document = json.referenced(json.resource("aws_s3_bucket_policy").policy);
  return { json, statements: document.statement as Record<string, unknown>[] };
}

const bucketArn = /^\$\{aws_s3_bucket\.\w+\.arn\}/;

describe("access log bucket", () => {
  it("[S3.1, S3.8] lets nobody make it public", () => {
    expect(logBucket().json.resource("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it("[S3.5] refuses what does not come by TLS", () => {
    const denial = logBucket().statements.find((statement) => statement.effect === "Deny");
    expect(denial).toMatchObject({
      actions: ["s3:*"],
      principals: [{ type: "*", identifiers: ["*"] }],
      condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    });
    expect(denial?.resources).toEqual([
      expect.stringMatching(/arn\}$/),
      expect.stringMatching(/arn\}\/\*$/),
    ]);
  });

  it("lets only load balancers of this account write, and only below the account's own path", () => {
    const [allowed, ...others] = logBucket().statements.filter((it) => it.effect !== "Deny");
    expect(others).toHaveLength(0);
    const account = expect.stringMatching(
      /^\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}$/,
    ) as string;
    expect(allowed).toMatchObject({
      actions: ["s3:PutObject"],
      principals: [
        { type: "Service", identifiers: ["logdelivery.elasticloadbalancing.amazonaws.com"] },
      ],
      condition: [
        { test: "StringEqualsIfExists", variable: "aws:SourceAccount", values: [account] },
      ],
    });
    const [resource, ...more] = allowed?.resources as string[];
    expect(more).toHaveLength(0);
    expect(resource).toMatch(bucketArn);
    expect(resource).toMatch(/\/AWSLogs\/\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}\/\*$/);
  });

  it("is encrypted with S3's own key, the only one that load balancers can use", () => {
    const encryption = logBucket().json.resource(
      "aws_s3_bucket_server_side_encryption_configuration",
    );
    expect(encryption.rule[0].apply_server_side_encryption_by_default).toEqual({
      sse_algorithm: "AES256",
    });
  });

  it("[S3.13] deletes records after their time", () => {
    const [rule] = logBucket({ retentionDays: 7 }).json.resource(
      "aws_s3_bucket_lifecycle_configuration",
    ).rule;
    expect(rule).toMatchObject({ status: "Enabled", expiration: [{ days: 7 }] });
  });

  it("has a generated name, and is destroyed with its records only when told so", () => {
    const bucket = logBucket().json.resource("aws_s3_bucket");
    expect(bucket).toMatchObject({ bucket_prefix: "load-balancer-logs-", force_destroy: false });
    const forced = logBucket({ retentionDays: 7, forceDestroy: true }).json;
    expect(forced.resource("aws_s3_bucket").force_destroy).toBe(true);
  });

  it("writes out no account number", () => {
    expect(logBucket().json.text).not.toMatch(/\b\d{12}\b/);
  });

  it("refuses a retention of no day", () => {
    expect(() => logBucket({ retentionDays: 0 })).toThrow(/`retentionDays` must be from 1 to 3653/);
  });
});
