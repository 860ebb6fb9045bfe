import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import * as storage from "../../aws/data/storage";
import { closeToThePublic } from "../data/private-bucket";
import { tlsOnly } from "../identity/tls-only";
import { validate, within } from "../validation";

export interface StateBucketProps {
  readonly bucketName: string;
  /** Days to keep previous versions of a state. @default 90 */
  readonly formerVersionDays?: number;
  /**
   * Whether Terraform refuses to destroy the bucket and its key. If false, destroying them also deletes the states.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Bucket for S3 access logs (control S3.9), whose policy must let S3 deliver logs. It has to exist before the first stack.
   * CloudTrail data events record the same, including the caller.
   *
   * @default none
   */
  readonly accessLogBucketName?: string;
  /** Id, ARN or alias of the KMS key that encrypts the states. @default - a new key */
  readonly kmsKeyId?: string;
}

/**
 * The bucket that stores the states of an environment: versioned, encrypted with its own key, and closed to plain HTTP and
 * to public access.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class StateBucket extends Construct {
  readonly bucket: S3Bucket;
  /** Undefined if someone else manages the key. */
  readonly key?: KmsKey;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const formerVersionDays = props.formerVersionDays ?? 90;
    const deletionProtection = props.deletionProtection ?? true;
    validate(this, within("formerVersionDays", formerVersionDays, ...storage.formerVersionDays));
    if (props.kmsKeyId === undefined) {
      this.key = this.createKey(props.bucketName, deletionProtection);
    }
    this.bucket = this.createBucket(props.bucketName, deletionProtection);
    this.keepVersions(formerVersionDays);
    this.encrypt(props.kmsKeyId ?? this.key?.arn);
    this.closeToThePublic();
    if (props.accessLogBucketName !== undefined) this.logAccess(props.accessLogBucketName);
  }

  private createKey(bucketName: string, preventDestroy: boolean): KmsKey {
    const key = new KmsKey(this, "key", {
      description: `Encrypts the Terraform states in ${bucketName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      lifecycle: { preventDestroy },
    });
    new KmsAlias(this, "key-alias", { name: stateKeyAlias(bucketName), targetKeyId: key.keyId });
    return key;
  }

  private createBucket(bucket: string, preventDestroy: boolean): S3Bucket {
    return new S3Bucket(this, "Default", {
      bucket,
      forceDestroy: !preventDestroy,
      lifecycle: { preventDestroy },
    });
  }

  private keepVersions(formerVersionDays: number): void {
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.bucket.id,
      rule: [
        {
          id: "expire-former-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: formerVersionDays }],
          // Every lock that is acquired and released leaves one.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      // S3 rejects rules for noncurrent versions before versioning is enabled.
      dependsOn: [versioning],
    });
  }

  private encrypt(kmsMasterKeyId: string | undefined): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: this.bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId },
          bucketKeyEnabled: true,
        },
      ],
    });
  }

  private closeToThePublic(): void {
    const block = closeToThePublic(this, this.bucket);
    new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.id,
      policy: this.tlsOnly(),
      dependsOn: [block],
    });
  }

  private tlsOnly(): string {
    return new DataAwsIamPolicyDocument(this, "tls-only", {
      statement: [tlsOnly(this.bucket.arn)],
    }).json;
  }

  private logAccess(targetBucket: string): void {
    new S3BucketLoggingA(this, "access-logs", {
      bucket: this.bucket.id,
      targetBucket,
      targetPrefix: `${this.bucket.bucket}/`,
    });
  }
}

/**
 * Alias of the key that encrypts the states in a bucket. Unlike the key's id, it is known at synth and contains no account
 * number. A bucket name can contain dots, an alias cannot.
 */
export function stateKeyAlias(bucketName: string): string {
  return `alias/${bucketName.replaceAll(".", "-")}`;
}
