import { StateBucket, type StateBucketProps } from "../../../modules/state/state-bucket";
import { synth, type TerraformJson } from "../../support/synth";

const synthBucket = (props: Partial<StateBucketProps> = {}): TerraformJson =>
  synth((stack) => {
    new StateBucket(stack, "state", { bucketName: "acme-state-dev", ...props });
  });

const json = synthBucket();

test("[control S3.14] keeps former versions, and forgets them in time", () => {
  expect(json.resource("aws_s3_bucket_versioning")).toMatchObject({
    versioning_configuration: { status: "Enabled" },
  });
  const days = (found: TerraformJson): number =>
    found.resource("aws_s3_bucket_lifecycle_configuration").rule[0].noncurrent_version_expiration[0]
      .noncurrent_days as number;
  expect(days(json)).toBe(90);
  expect(days(synthBucket({ formerVersionDays: 7 }))).toBe(7);
});

test("[control S3.13] clears away unfinished uploads and lone delete markers, once versions exist", () => {
  const lifecycle = json.resource("aws_s3_bucket_lifecycle_configuration");
  expect(lifecycle.rule[0]).toMatchObject({
    status: "Enabled",
    abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
    expiration: [{ expired_object_delete_marker: true }],
  });
  expect(lifecycle.depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_versioning\./)]);
});

test("is encrypted with a key of its own, which rotates and is found by the bucket's name", () => {
  const [rule] = json.resource("aws_s3_bucket_server_side_encryption_configuration").rule;
  expect(rule).toMatchObject({
    apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" },
    bucket_key_enabled: true,
  });
  const key = json.referenced(
    rule.apply_server_side_encryption_by_default.kms_master_key_id as string,
  );
  expect(key.enable_key_rotation).toBe(true);
  expect(json.resource("aws_kms_alias").name).toBe("alias/acme-state-dev");
});

test("makes no key where it is given one", () => {
  const given = synthBucket({ kmsKeyId: "alias/states" });
  const [rule] = given.resource("aws_s3_bucket_server_side_encryption_configuration").rule;
  expect(rule.apply_server_side_encryption_by_default).toEqual({
    sse_algorithm: "aws:kms",
    kms_master_key_id: "alias/states",
  });
  expect(Object.keys(given.json.resource)).not.toContain("aws_kms_key");
  expect(Object.keys(given.json.resource)).not.toContain("aws_kms_alias");
});

test("[control S3.5] refuses everybody who does not come over TLS", () => {
  const policy = json.resource("aws_s3_bucket_policy");
  const [statement, ...others] = json.referenced(policy.policy as string).statement;
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    effect: "Deny",
    actions: ["s3:*"],
    resources: ["${aws_s3_bucket.state.arn}", "${aws_s3_bucket.state.arn}/*"],
    principals: [{ type: "*", identifiers: ["*"] }],
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  });
});

test("[controls S3.1, S3.8] is closed to the public, access lists included", () => {
  expect(json.resource("aws_s3_bucket_public_access_block")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(json.resource("aws_s3_bucket_ownership_controls")).toMatchObject({
    rule: { object_ownership: "BucketOwnerEnforced" },
  });
});

test("cannot be destroyed, nor its key, unless protection is taken off", () => {
  const guarded = ["aws_s3_bucket", "aws_kms_key"];
  for (const type of guarded) {
    expect(json.resource(type).lifecycle).toEqual({ prevent_destroy: true });
  }
  expect(json.resource("aws_s3_bucket").force_destroy).toBe(false);

  const open = synthBucket({ deletionProtection: false });
  for (const type of guarded) {
    expect(open.resource(type).lifecycle).toEqual({ prevent_destroy: false });
  }
  expect(open.resource("aws_s3_bucket").force_destroy).toBe(true);
});

test("[control S3.9] logs access where a bucket is given for it", () => {
  expect(json.resources("aws_s3_bucket_logging")).toEqual([]);
  const logged = synthBucket({ accessLogBucketName: "acme-logs" });
  expect(logged.resource("aws_s3_bucket_logging")).toMatchObject({ target_bucket: "acme-logs" });
});

test("refuses to keep versions for no time", () => {
  expect(() => synthBucket({ formerVersionDays: 0 })).toThrow("`formerVersionDays` must be from 1");
});

test("changes the bucket's access one step at a time, since S3 refuses two at once", () => {
  const [block] = json.addressed("aws_s3_bucket_public_access_block").map(([name]) => name);
  expect(json.resource("aws_s3_bucket_policy")["depends_on"]).toEqual([block]);
});
