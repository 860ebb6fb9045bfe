import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import { closeToThePublic, encryptWithKeyOfS3 } from "../data/private-bucket";
import type { PolicyStatement } from "../identity/service-role";
import { tlsOnly } from "../identity/tls-only";

export interface ResultBucketProps {
  /** Days to keep an object. */
  readonly expireAfterDays: number;
}

/** The bucket through which a load test gives its tasks their order, and through which they return results. */
export class ResultBucket extends Construct {
  readonly resource: S3Bucket;
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: ResultBucketProps) {
    super(scope, id);
    // The user who runs the test has copies of all results.
    this.resource = new S3Bucket(this, "Default", {
      bucketPrefix: "load-test-",
      forceDestroy: true,
    });
    this.bucketName = this.resource.id;
    encryptWithKeyOfS3(this, this.resource);
    this.expire(props.expireAfterDays);
    this.restrict();
  }

  /** The permissions of one run's tasks: read their order, and write their own objects. */
  accessOf(run: string): readonly PolicyStatement[] {
    const objects = (name: string) => `${this.resource.arn}/runs/${run}/${name}`;
    return [
      { actions: ["s3:GetObject"], resources: [objects("order.json")] },
      { actions: ["s3:PutObject"], resources: [objects("tasks/*")] },
    ];
  }

  private restrict(): void {
    const block = closeToThePublic(this, this.resource);
    const document = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [tlsOnly(this.resource.arn)],
    });
    new S3BucketPolicy(this, "policy", {
      bucket: this.bucketName,
      policy: document.json,
      dependsOn: [block],
    });
  }

  private expire(days: number): void {
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.bucketName,
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
}
