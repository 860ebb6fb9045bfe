import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { accountIdOf } from "../aws-lookups";
import { accountAdministers, EncryptionKey } from "./encryption-key";

export interface TopicKeyProps {
  /** Name of the key's alias, without `alias/`. */
  readonly aliasName: string;
  /** Provider of another region than the stack's. @default - the stack's */
  readonly provider?: TerraformProvider;
}

/**
 * A KMS key for a topic that CloudWatch alarms publish to. CloudWatch cannot use SNS's own key, so each notification
 * would be lost silently.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class TopicKey extends EncryptionKey {
  constructor(scope: Construct, id: string, { aliasName, provider }: TopicKeyProps) {
    super(scope, id, {
      description: "Encrypts notifications of alarms",
      aliasName,
      provider,
      statements: [
        accountAdministers(scope),
        {
          sid: "AlarmsPublish",
          actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
          resources: ["*"],
          principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
          condition: [
            {
              test: "StringEquals",
              variable: "aws:SourceAccount",
              values: [accountIdOf(scope)],
            },
          ],
        },
      ],
    });
  }
}
