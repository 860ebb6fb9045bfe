import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import type { Construct } from "constructs";
import { tlsOnly } from "../identity/tls-only";

/**
 * Makes the bucket owner own all objects, disables ACLs, and blocks public access.
 *
 * @param blockId construct ID of the block, which deployed buckets depend on
 * @returns the block; a policy depends on it, because S3 refuses two simultaneous changes of a bucket's access
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function closeToThePublic(
  scope: Construct,
  { id: bucket }: S3Bucket,
  blockId = "public-access-block",
): S3BucketPublicAccessBlock {
  new S3BucketOwnershipControls(scope, "ownership", {
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  return new S3BucketPublicAccessBlock(scope, blockId, {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
}

/** Deletes objects after some days, and what is left of broken uploads after one. */
export function expireObjects(scope: Construct, { id: bucket }: S3Bucket, days: number): void {
  new S3BucketLifecycleConfiguration(scope, "lifecycle", {
    bucket,
    rule: [
      {
        id: "expire",
        status: "Enabled",
        filter: [{ prefix: "" }],
        expiration: [{ days }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
      },
    ],
  });
}

/** Closes a bucket that only roles of the account use: IAM says which, and the bucket's policy that all of them need TLS. */
export function closeExceptToRoles(scope: Construct, bucket: S3Bucket): void {
  const block = closeToThePublic(scope, bucket);
  const document = new DataAwsIamPolicyDocument(scope, "policy-document", {
    statement: [tlsOnly(bucket.arn)],
  });
  new S3BucketPolicy(scope, "policy", {
    bucket: bucket.id,
    policy: document.json,
    dependsOn: [block],
  });
}

/** Encrypts the bucket's objects with S3's own key. */
export function encryptWithKeyOfS3(scope: Construct, { id: bucket }: S3Bucket): void {
  new S3BucketServerSideEncryptionConfigurationA(scope, "encryption", {
    bucket,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
}
