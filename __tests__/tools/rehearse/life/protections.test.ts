import { protectionsOf } from "../../../../tools/rehearse/life/protections";
import { stackWith } from "../../synthesized/stack-fixture";

test("lifts what keeps a stack from being destroyed", () => {
  const stack = stackWith({
    aws_kms_key: { key: { lifecycle: { prevent_destroy: true } } },
    aws_db_instance: { database: { deletion_protection: true } },
    aws_lb: { web: { enable_deletion_protection: true } },
    aws_s3_bucket: {
      state: { force_destroy: false, lifecycle: { prevent_destroy: true } },
      logs: {},
    },
  });
  expect(protectionsOf(stack)).toEqual({
    addresses: [
      "aws_kms_key.key",
      "aws_db_instance.database",
      "aws_lb.web",
      "aws_s3_bucket.state",
      "aws_s3_bucket.logs",
    ],
    changed: [
      "aws_db_instance.database",
      "aws_lb.web",
      "aws_s3_bucket.state",
      "aws_s3_bucket.logs",
    ],
    lifted: {
      resource: {
        aws_kms_key: { key: { lifecycle: { prevent_destroy: false } } },
        aws_db_instance: {
          database: {
            deletion_protection: false,
            skip_final_snapshot: true,
            delete_automated_backups: true,
          },
        },
        aws_lb: { web: { enable_deletion_protection: false } },
        aws_s3_bucket: {
          state: { force_destroy: true, lifecycle: { prevent_destroy: false } },
          logs: { force_destroy: true },
        },
      },
    },
  });
});

test("finds nothing to lift where nothing is protected", () => {
  const stack = stackWith({
    aws_lb: { web: { enable_deletion_protection: false }, other: {} },
    aws_s3_bucket: { logs: { force_destroy: true, lifecycle: { ignore_changes: ["tags"] } } },
  });
  expect(protectionsOf(stack).addresses).toEqual([]);
});
