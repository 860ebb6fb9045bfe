import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import { closeToThePublic, encryptWithKeyOfS3 } from "../data/private-bucket";
import { tlsOnly } from "../identity/tls-only";

/** With which the name of a page's bucket begins. */
export const PAGE_BUCKET_PREFIX = "page-";

/**
 * A private bucket for the files of a page, readable by only one CloudFront distribution.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export class PageBucket extends Construct {
  readonly resource: S3Bucket;
  readonly bucketName: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Its content is built from sources and can be rebuilt, so it never blocks a destroy.
    this.resource = new S3Bucket(this, "Default", {
      bucketPrefix: PAGE_BUCKET_PREFIX,
      forceDestroy: true,
    });
    this.bucketName = this.resource.id;
    encryptWithKeyOfS3(this, this.resource);
    this.expire();
  }

  /** Allows a distribution to read the files. Call it only once, because a bucket has one policy. */
  admit(distributionArn: string): void {
    const { arn } = this.resource;
    const document = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          sid: "DistributionReads",
          actions: ["s3:GetObject"],
          resources: [`${arn}/*`],
          principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
          condition: [
            { test: "StringEquals", variable: "AWS:SourceArn", values: [distributionArn] },
          ],
        },
        tlsOnly(arn),
      ],
    });
    new S3BucketPolicy(this, "policy", {
      bucket: this.bucketName,
      policy: document.json,
      dependsOn: [closeToThePublic(this, this.resource)],
    });
  }

  private expire(): void {
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.bucketName,
      rule: [
        {
          id: "forget-broken-uploads",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
  }
}
