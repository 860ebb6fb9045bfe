import type { TerraformJson } from "../../support/synth";
import { all, type Controls, every, type Resource, type Stacks } from "./control";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html */
export const storage: Controls = {
  "S3.1": (stacks) =>
    eachBucket(stacks, "aws_s3_bucket_public_access_block", (block) =>
      [
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
      ].every((flag) => block[flag] === true),
    ),
  "S3.5": (stacks) =>
    eachBucket(stacks, "aws_s3_bucket_policy", (policy, json) =>
      json
        .referenced(policy["policy"] as string)
        ["statement"].some(
          ({
            effect,
            condition = [],
          }: {
            effect?: string;
            condition?: Record<string, unknown>[];
          }) =>
            effect === "Deny" &&
            condition.some(({ variable }) => variable === "aws:SecureTransport"),
        ),
    ),
  "S3.9": (stacks) => eachBucket(stacks, "aws_s3_bucket_logging", () => true),
  "S3.13": (stacks) =>
    eachBucket(stacks, "aws_s3_bucket_lifecycle_configuration", ({ rule }) => rule.length > 0),
  "S3.14": ({ state }) =>
    state.resource("aws_s3_bucket_versioning")["versioning_configuration"].status === "Enabled",

  "ECR.1": ({ images }) =>
    every(
      repositories(images),
      (repository) => repository["image_scanning_configuration"].scan_on_push === true,
    ),
  "ECR.2": ({ images }) =>
    every(repositories(images), (repository) => repository["image_tag_mutability"] === "IMMUTABLE"),
  "ECR.3": ({ images }) =>
    repositories(images).length === (images?.resources("aws_ecr_lifecycle_policy").length ?? 0),
};

function repositories(images: TerraformJson | undefined): Resource[] {
  return images?.resources("aws_ecr_repository") ?? [];
}

/** Whether every bucket of every stack has a resource of the type that satisfies the condition. */
function eachBucket(
  stacks: Stacks,
  type: string,
  holds: (resource: Resource, json: TerraformJson) => boolean,
): boolean {
  return all(stacks).every((json) =>
    json
      .resources("aws_s3_bucket")
      .every((bucket) =>
        json
          .resources(type)
          .some(
            (resource) =>
              json.referenced(resource["bucket"] as string) === bucket && holds(resource, json),
          ),
      ),
  );
}
