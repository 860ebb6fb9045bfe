import { all, type Controls, eachOfAll, type Finding, findings, type Resource } from "./control";
import type { Control, Stacks } from "./control";
import type { TerraformJson } from "../../support/synth";

const repository = "aws_ecr_repository";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html */
export const storage: Controls = {
  "S3.1": eachBucket("aws_s3_bucket_public_access_block", (block) =>
    [
      "block_public_acls",
      "block_public_policy",
      "ignore_public_acls",
      "restrict_public_buckets",
    ].every((flag) => block[flag] === true),
  ),
  "S3.5": eachBucket("aws_s3_bucket_policy", (policy, json) =>
    (json.referenced(policy["policy"] as string)["statement"] as Resource[]).some(
      ({ effect, condition = [] }) =>
        effect === "Deny" &&
        condition.some(({ variable }: Resource) => variable === "aws:SecureTransport"),
    ),
  ),
  "S3.9": eachBucket("aws_s3_bucket_logging", () => true),
  "S3.13": eachBucket(
    "aws_s3_bucket_lifecycle_configuration",
    ({ rule: rules }) => rules.length > 0,
  ),
  "S3.14": ({ state }: Stacks): Finding[] =>
    findings(state, "aws_s3_bucket", has("aws_s3_bucket_versioning", isVersioned)),

  "ECR.1": eachOfAll(
    repository,
    ({ image_scanning_configuration: scanning }) => scanning.scan_on_push === true,
  ),
  "ECR.2": eachOfAll(
    repository,
    ({ image_tag_mutability: mutability }) => mutability === "IMMUTABLE",
  ),
  "ECR.3": eachOfAll(repository, (own, json) =>
    json
      .resources("aws_ecr_lifecycle_policy")
      .some(({ repository: name }) => json.referenced(name as string) === own),
  ),
};

const isVersioned = ({ versioning_configuration: versioning }: Resource) =>
  versioning.status === "Enabled";

type Condition = (resource: Resource, json: TerraformJson) => boolean;

/** Every bucket of every stack has a resource of the type that satisfies the condition. */
function eachBucket(type: string, holds: Condition): Control {
  return (stacks) =>
    all(stacks).flatMap((json) => findings(json, "aws_s3_bucket", has(type, holds)));
}

function has(type: string, holds: Condition): Condition {
  return (bucket, json) =>
    json
      .resources(type)
      .some(
        (resource) =>
          json.referenced(resource["bucket"] as string) === bucket && holds(resource, json),
      );
}
