import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { logRetentionDays } from "../../aws/logs";
import { accountIdOf, dnsSuffixOf, partitionOf } from "../aws-lookups";
import { validate } from "../validation";

/** 0 keeps events forever. */
const RETENTIONS: readonly number[] = [0, ...logRetentionDays];

export interface LogGroupProps {
  readonly name: string;
  /** Days to keep events: a value that CloudWatch Logs supports (`aws/logs.ts`), or 0 for forever. */
  readonly retentionDays: number;
  /**
   * The key that encrypts the events. It is a construct instead of an ARN, because CloudWatch Logs refuses a key whose
   * policy does not name the log group, and only our own policy is known to do so.
   *
   * @default CloudWatch's own key
   */
  readonly key?: LogKey;
}

/** A CloudWatch log group whose events expire. */
export class LogGroup extends Construct {
  readonly resource: CloudwatchLogGroup;
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    validate(
      this,
      () =>
        RETENTIONS.includes(props.retentionDays)
          ? undefined
          : `\`retentionDays\` must be one of ${RETENTIONS.join(", ")}, got ${props.retentionDays}.`,
      () =>
        props.key === undefined || props.key.logGroupNames.includes(props.name)
          ? undefined
          : `\`key\` must be allowed for the log group ${props.name}: add the name to its \`logGroupNames\`.`,
    );
    this.resource = new CloudwatchLogGroup(this, "Default", {
      name: props.name,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.key?.arn,
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }
}

export interface LogKeyProps {
  /** Name of the key's alias, without `alias/`. */
  readonly aliasName: string;
  readonly region: string;
  /** The log groups that may use the key. */
  readonly logGroupNames: readonly string[];
}

/**
 * A KMS key that only the named log groups may use.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export class LogKey extends Construct {
  readonly resource: KmsKey;
  readonly arn: string;
  readonly logGroupNames: readonly string[];

  constructor(scope: Construct, id: string, props: LogKeyProps) {
    super(scope, id);
    this.logGroupNames = props.logGroupNames;
    this.resource = new KmsKey(this, "Default", {
      description: `Encrypts the log groups ${props.logGroupNames.join(", ")}`,
      enableKeyRotation: true,
      policy: this.policy(props),
    });
    this.arn = this.resource.arn;
    new KmsAlias(this, "alias", {
      name: `alias/${props.aliasName}`,
      targetKeyId: this.resource.keyId,
    });
  }

  private policy({ region, logGroupNames }: LogKeyProps): string {
    const accountId = accountIdOf(this);
    const partition = partitionOf(this);
    const logGroupArns = logGroupNames.map(
      (name) => `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`,
    );
    return new DataAwsIamPolicyDocument(this, "policy", {
      statement: [
        {
          // Without this, IAM policies of the account do not apply, and nobody could manage the key.
          sid: "AccountAdministersKey",
          actions: ["kms:*"],
          resources: ["*"],
          principals: [{ type: "AWS", identifiers: [`arn:${partition}:iam::${accountId}:root`] }],
        },
        {
          sid: "CloudWatchLogsUsesKey",
          actions: [
            "kms:Encrypt*",
            "kms:Decrypt*",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey*",
            "kms:Describe*",
          ],
          resources: ["*"],
          principals: [{ type: "Service", identifiers: [`logs.${region}.${dnsSuffixOf(this)}`] }],
          condition: [
            {
              test: "ArnEquals",
              variable: "kms:EncryptionContext:aws:logs:arn",
              values: logGroupArns,
            },
          ],
        },
      ],
    }).json;
  }
}
