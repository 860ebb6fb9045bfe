import { added, type Change, inStack, inStatement, reference, set, without } from "./change";

const block = "aws_s3_bucket_public_access_block";
const flags = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];
const open = Object.fromEntries(flags.map((flag) => [flag, true]));

const database = (control: string, what: string, values: Record<string, unknown>) =>
  [control, what, set("aws_db_instance", values)] as const;

export const ofData: readonly Change[] = [
  ...inStack(
    "state-prod",
    [
      "S3.5",
      "accepts plain HTTP",
      inStatement("s3:*", (statement) => delete statement["condition"]),
    ],
    [
      "S3.5",
      "denies TLS",
      inStatement("s3:*", (statement) => {
        statement["condition"][0].values = ["true"];
      }),
    ],
    ["S3.5", "has no policy", without("aws_s3_bucket_policy")],
    ...flags.map((flag) => ["S3.8", `lacks ${flag}`, set(block, { [flag]: false })] as const),
    ["S3.8", "may be public", without(block)],
    [
      "S3.9",
      "writes a log",
      (json) => {
        added("aws_s3_bucket_logging", { bucket: reference(json, "aws_s3_bucket", "id") })(json);
      },
    ],
    ["S3.13", "has no rule", set("aws_s3_bucket_lifecycle_configuration", { rule: [] })],
    [
      "S3.14",
      "has no versions any more",
      set("aws_s3_bucket_versioning", { versioning_configuration: { status: "Suspended" } }),
    ],
    ["KMS.4", "keeps its key for ever", set("aws_kms_key", { enable_key_rotation: false })],
    ["KMS.5", "has a policy as text", set("aws_kms_key", { policy: "{}" })],
    ["S3.1", "is closed", added("aws_s3_account_public_access_block", open)],
    ["S3.1", "is open", added("aws_s3_account_public_access_block", {})],
  ),
  ...inStack(
    "http-scale-out-images-prod",
    [
      "ECR.1",
      "is not scanned",
      set("aws_ecr_repository", { image_scanning_configuration: { scan_on_push: false } }),
    ],
    ["ECR.2", "moves its tags", set("aws_ecr_repository", { image_tag_mutability: "MUTABLE" })],
    ["ECR.3", "keeps every image", without("aws_ecr_lifecycle_policy")],
  ),
  ...inStack(
    "pipeline-worker-released",
    [
      "CodeBuild.2",
      "has a key",
      set("aws_codebuild_project", {
        environment: { environment_variable: [{ name: "AWS_ACCESS_KEY_ID", value: "AKIA" }] },
      }),
    ],
    ["CodeBuild.4", "writes no logs", set("aws_codebuild_project", { logs_config: {} })],
    [
      "CodeBuild.5",
      "is privileged",
      set("aws_codebuild_project", { environment: { privileged_mode: true } }),
    ],
  ),
  ...inStack(
    "rest-api-prod",
    database("RDS.2", "is public", { publicly_accessible: true }),
    database("RDS.3", "is in clear", { storage_encrypted: false }),
    database("RDS.5", "has one zone", { multi_az: false }),
    database("RDS.6", "is not monitored", { monitoring_interval: 0 }),
    database("RDS.8", "may be deleted", { deletion_protection: false }),
    database("RDS.9", "exports all logs", {
      enabled_cloudwatch_logs_exports: ["audit", "error", "general", "slowquery"],
    }),
    database("RDS.10", "knows passwords only", { iam_database_authentication_enabled: false }),
    database("RDS.11", "keeps six days", { backup_retention_period: 6 }),
    database("RDS.13", "stays at its version", { auto_minor_version_upgrade: false }),
    database("RDS.17", "forgets its tags", { copy_tags_to_snapshot: false }),
    database("RDS.23", "has a port of its own", { port: 13_306 }),
  ),
  ...inStack(
    "http-api-prod",
    ["DynamoDB.1", "has a fixed size", set("aws_dynamodb_table", { billing_mode: "PROVISIONED" })],
    [
      "DynamoDB.2",
      "cannot go back",
      set("aws_dynamodb_table", { point_in_time_recovery: { enabled: false } }),
    ],
    [
      "DynamoDB.6",
      "may be deleted",
      set("aws_dynamodb_table", { deletion_protection_enabled: false }),
    ],
  ),
  ...inStack(
    "worker-prod",
    [
      "SQS.1",
      "is in clear",
      set("aws_sqs_queue", { sqs_managed_sse_enabled: false, kms_master_key_id: undefined }),
    ],
    ["SQS.3", "has a policy as text", set("aws_sqs_queue_policy", { policy: "{}" })],
    [
      "SQS.3",
      "admits everybody",
      (json) => {
        const [name = ""] =
          /aws_iam_policy_document\.([\w-]+)/
            .exec(Object.values<any>(json["resource"].aws_sqs_queue_policy)[0].policy)
            ?.slice(1) ?? [];
        json["data"].aws_iam_policy_document[name].statement.push({
          principals: [{ type: "*", identifiers: ["*"] }],
        });
      },
    ],
  ),
  ...inStack("http-scale-out-prod", [
    "KMS.5",
    "admits everybody",
    inStatement("kms:*", (statement) => {
      statement["principals"] = [{ type: "AWS", identifiers: ["*"] }];
    }),
  ]),
  ...inStack(
    "http-scale-out-prod",
    ["IAM.1", "grants everything", inStatement("ecr:GetAuthorizationToken", granting("*"))],
    ["IAM.1", "attaches everything", attaching("AdministratorAccess")],
    ["IAM.1", "has a policy as text", set("aws_iam_role_policy", { policy: "{}" })],
    [
      "IAM.1",
      "grants all but some",
      inStatement("ecr:GetAuthorizationToken", grantingAllBut("iam:*")),
    ],
    [
      "IAM.21",
      "grants a whole service",
      inStatement("ecr:GetAuthorizationToken", granting("s3:*")),
    ],
    [
      "IAM.resources",
      "names no resource",
      inStatement("logs:PutLogEvents", (statement) => {
        statement["resources"] = ["*"];
      }),
    ],
    [
      "IAM.resources",
      "allows more than what has no resource",
      inStatement("ecr:GetAuthorizationToken", (statement) => {
        statement["actions"].push("ecr:BatchGetImage");
      }),
    ],
    ["IAM.21", "attaches a whole service", attaching("AmazonS3FullAccess")],
    [
      "IAM.source-account",
      "trusts every account",
      (json) => {
        for (const { statement } of Object.values<any>(json["data"].aws_iam_policy_document))
          for (const each of statement) delete each.condition;
      },
    ],
  ),
];

function granting(action: string) {
  return (statement: Record<string, unknown>) => {
    statement["actions"] = [action];
  };
}

function grantingAllBut(action: string) {
  return (statement: Record<string, unknown>) => {
    statement["not_actions"] = [action];
    delete statement["actions"];
  };
}

function attaching(policy: string): Change["apply"] {
  return set("aws_iam_role_policy_attachment", { policy_arn: `arn:aws:iam::aws:policy/${policy}` });
}
