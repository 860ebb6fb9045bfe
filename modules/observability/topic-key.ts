import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { accountIdOf, partitionOf } from "../aws-lookups";

export interface TopicKeyProps {
  /** Name of the key's alias, without `alias/`. */
  readonly aliasName: string;
}

/**
 * A KMS key for a topic that CloudWatch alarms publish to. CloudWatch cannot use SNS's own key, so each notification
 * would be lost silently.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class TopicKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { aliasName }: TopicKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "Default", {
      description: "Encrypts notifications of alarms",
      enableKeyRotation: true,
      policy: this.policy(),
    });
    this.arn = key.arn;
    new KmsAlias(this, "alias", { name: `alias/${aliasName}`, targetKeyId: key.keyId });
  }

  private policy(): string {
    const accountId = accountIdOf(this);
    return new DataAwsIamPolicyDocument(this, "policy", {
      statement: [
        {
          // Without this, IAM policies of the account do not apply, and nobody could manage the key.
          sid: "AccountAdministersKey",
          actions: ["kms:*"],
          resources: ["*"],
          principals: [
            { type: "AWS", identifiers: [`arn:${partitionOf(this)}:iam::${accountId}:root`] },
          ],
        },
        {
          sid: "AlarmsPublish",
          actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
          resources: ["*"],
          principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
          condition: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] }],
        },
      ],
    }).json;
  }
}
