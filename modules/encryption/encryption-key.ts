import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { accountIdOf, partitionOf } from "../aws-lookups";

export type KeyStatement = DataAwsIamPolicyDocumentStatement;

export interface EncryptionKeyProps {
  readonly description: string;
  /** Name of the key's alias, without `alias/`. */
  readonly aliasName: string;
  /** The policy. A statement's resource is the key. */
  readonly statements: readonly KeyStatement[];
  /** Days between the deletion and the end of the key, in which it can be restored. @default 30 */
  readonly deletionWindowDays?: number;
  /** @default the stack's own region */
  readonly provider?: TerraformProvider;
}

/** A KMS key that rotates each year, with an alias. */
export class EncryptionKey extends Construct {
  readonly resource: KmsKey;
  readonly arn: string;
  private readonly document: DataAwsIamPolicyDocument;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { provider } = props;
    this.document = new DataAwsIamPolicyDocument(this, "policy", {
      statement: [...props.statements],
    });
    this.resource = new KmsKey(this, "Default", {
      provider,
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays,
      policy: this.document.json,
    });
    this.arn = this.resource.arn;
    new KmsAlias(this, "alias", {
      provider,
      name: `alias/${props.aliasName}`,
      targetKeyId: this.resource.keyId,
    });
  }

  /** Replaces the policy. */
  admitOnly(statements: readonly KeyStatement[]): void {
    this.document.putStatement([...statements]);
  }
}

/**
 * AWS's default: the account's IAM policies determine who manages the key and who uses it. Without such a statement, nobody
 * could manage the key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function accountAdministers(scope: Construct, actions = ["kms:*"]): KeyStatement {
  return {
    sid: "AccountAdministersKey",
    actions: [...actions],
    resources: ["*"],
    principals: [accountOf(scope)],
  };
}

/** Everything that manages a key, and nothing that encrypts, decrypts or lets others do so without changing the policy. */
export const ADMINISTRATION: readonly string[] = [
  "kms:CancelKeyDeletion",
  "kms:Describe*",
  "kms:Disable*",
  "kms:Enable*",
  "kms:Get*",
  "kms:List*",
  "kms:Put*",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:Update*",
  // Aliases have no policy of their own.
  "kms:CreateAlias",
  "kms:DeleteAlias",
];

/** The account: a statement with this principal leaves it to IAM policies who of the account it is about. */
export function accountOf(scope: Construct) {
  const root = `arn:${partitionOf(scope)}:iam::${accountIdOf(scope)}:root`;
  return { type: "AWS", identifiers: [root] };
}
