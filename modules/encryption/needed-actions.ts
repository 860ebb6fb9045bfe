import type { PolicyStatement } from "../identity/service-role";

const READ = ["kms:Decrypt"] as const;
const WRITE = ["kms:Decrypt", "kms:GenerateDataKey"] as const;
/** AWS's pages have `kms:GenerateDataKey*` and `kms:ReEncrypt*`; IAM.21 wants names. */
const WRITE_TABLE = [
  ...WRITE,
  "kms:Encrypt",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;

/**
 * What a caller must be allowed to do with the key of a resource, to use the resource. DynamoDB's page lists no fewer than
 * these for a table, whatever is done with it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "dynamodb:BatchGetItem": READ,
  "dynamodb:BatchWriteItem": WRITE_TABLE,
  "dynamodb:DeleteItem": WRITE_TABLE,
  "dynamodb:GetItem": READ,
  "dynamodb:PutItem": WRITE_TABLE,
  "dynamodb:Query": READ,
  "dynamodb:Scan": READ,
  "dynamodb:UpdateItem": WRITE_TABLE,
  "s3:GetObject": READ,
  "s3:GetObjectVersion": READ,
  "s3:PutObject": WRITE,
  "secretsmanager:GetSecretValue": READ,
  "sns:Publish": WRITE,
  "sqs:ReceiveMessage": READ,
  "sqs:SendMessage": WRITE,
};

/** @returns what a statement's actions need of the key of its resources, sorted */
export function neededActions(actions: PolicyStatement["actions"]): readonly string[] {
  const needed = actions.flatMap((action) => {
    const pattern = new RegExp(`^${action.replaceAll("*", ".*")}$`, "i");
    return Object.entries(NEEDED).flatMap(([name, its]) => (pattern.test(name) ? its : []));
  });
  return [...new Set(needed)].sort();
}
