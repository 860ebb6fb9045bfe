import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

/**
 * Policy statement that denies unencrypted access to a bucket (control S3.5).
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5
 */
export function tlsOnly(bucketArn: string): DataAwsIamPolicyDocumentStatement {
  return tlsOnlyFor(["s3:*"], [bucketArn, `${bucketArn}/*`]);
}

/** The same for any resource with its own policy, such as a queue. */
export function tlsOnlyFor(
  actions: string[],
  resources: string[],
): DataAwsIamPolicyDocumentStatement {
  return {
    sid: "TlsOnly",
    effect: "Deny",
    actions,
    resources,
    principals: [{ type: "*", identifiers: ["*"] }],
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
}
