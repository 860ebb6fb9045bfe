import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import { accessLogRetentionDays } from "../../aws/observability/logs";
import { accountIdOf } from "../aws-lookups";
import { closeToThePublic, encryptWithKeyOfS3 } from "../data/private-bucket";
import { keepAwsKey } from "../encryption/aws-key";
import { tlsOnly } from "../identity/tls-only";
import { validate, within } from "../validation";

export interface AccessLogBucketProps {
  /** Days to keep a log file. */
  readonly retentionDays: number;
  /** Whether the bucket may be destroyed with logs in it. @default false */
  readonly forceDestroy?: boolean;
}

/**
 * A bucket for the access logs of load balancers in this account and region.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class AccessLogBucket extends Construct {
  readonly resource: S3Bucket;
  readonly bucketName: string;
  /** The policy that allows load balancers to write. A load balancer with access logs depends on it. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    validate(this, within("retentionDays", props.retentionDays, ...accessLogRetentionDays));
    this.resource = new S3Bucket(this, "Default", {
      bucketPrefix: "load-balancer-logs-",
      forceDestroy: props.forceDestroy ?? false,
    });
    this.bucketName = this.resource.id;
    closeToThePublic(this, this.resource, "public-access");
    encryptWithKeyOfS3(this, this.resource);
    keepAwsKey(
      this.resource,
      "Load balancers cannot write access logs to a bucket with a KMS key.",
    );
    this.expire(props.retentionDays);
    this.policy = this.createPolicy();
  }

  private expire(days: number): void {
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.bucketName,
      rule: [{ id: "expire", status: "Enabled", filter: [{ prefix: "" }], expiration: [{ days }] }],
    });
  }

  private createPolicy(): S3BucketPolicy {
    const account = accountIdOf(this);
    const { arn } = this.resource;
    const document = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          sid: "LoadBalancersOfThisAccountWrite",
          actions: ["s3:PutObject"],
          resources: [`${arn}/AWSLogs/${account}/*`],
          principals: [
            { type: "Service", identifiers: ["logdelivery.elasticloadbalancing.amazonaws.com"] },
          ],
          // AWS documents the path above. The condition uses "if exists", because AWS does not document that its log
          // delivery sends the account, and a plain condition could then block the logs.
          condition: [
            { test: "StringEqualsIfExists", variable: "aws:SourceAccount", values: [account] },
          ],
        },
        tlsOnly(arn),
      ],
    });
    return new S3BucketPolicy(this, "policy", { bucket: this.bucketName, policy: document.json });
  }
}
