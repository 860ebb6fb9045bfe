import type { Attributes } from "../../part";
import {
  type Block,
  blocksOf,
  firstBlock,
  isTrue,
  numberOf,
  requiredText,
  textOf,
  textsOf,
} from "../../../synthesized/fields";
import type { Resources } from "../../../synthesized/resources";

/** An AWS service with a JSON API, and the names of its calls. */
const SERVICES = {
  dynamodb: { target: "DynamoDB_20120810", contentType: "application/x-amz-json-1.0" },
  "cognito-idp": {
    target: "AWSCognitoIdentityProviderService",
    contentType: "application/x-amz-json-1.1",
  },
  sqs: { target: "AmazonSQS", contentType: "application/x-amz-json-1.0" },
} as const;

export interface AwsAccount {
  readonly endpoint: string;
  readonly region: string;
}

/** The header from which an emulator reads the Region and the service. The signature is not checked. */
export function unsignedAuthorization(region: string, service: keyof typeof SERVICES): string {
  return `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

/** Calls an emulated service. */
export async function callAws(
  { endpoint, region }: AwsAccount,
  service: keyof typeof SERVICES,
  action: string,
  body: unknown,
): Promise<unknown> {
  const { target, contentType } = SERVICES[service];
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": contentType,
      "x-amz-target": `${target}.${action}`,
      authorization: unsignedAuthorization(region, service),
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service} returned ${answer.status} to ${action}: ${text}`);
  return JSON.parse(text === "" ? "{}" : text);
}

/**
 * Creates the tables of the JSON.
 *
 * @returns the attributes that AWS would return
 */
export async function createTables(account: AwsAccount, resources: Resources): Promise<Attributes> {
  const attributes: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const { address, block } of resources.resources("aws_dynamodb_table")) {
    const answer = (await callAws(account, "dynamodb", "CreateTable", tableOf(block))) as {
      readonly TableDescription: { readonly TableArn: string };
    };
    attributes[address] = {
      id: requiredText(block, "name"),
      arn: answer.TableDescription.TableArn,
    };
  }
  return attributes;
}

/** The arguments of CreateTable. */
export function tableOf(block: Block): Readonly<Record<string, unknown>> {
  const local = blocksOf(block, "local_secondary_index").map(indexOf);
  const global = blocksOf(block, "global_secondary_index").map(indexOf);
  return {
    TableName: requiredText(block, "name"),
    // A local table needs no provisioned capacity.
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: blocksOf(block, "attribute").map((attribute) => ({
      AttributeName: requiredText(attribute, "name"),
      AttributeType: requiredText(attribute, "type"),
    })),
    KeySchema: keySchema(block),
    ...(local.length > 0 ? { LocalSecondaryIndexes: local } : {}),
    ...(global.length > 0 ? { GlobalSecondaryIndexes: global } : {}),
  };
}

function indexOf(block: Block): Readonly<Record<string, unknown>> {
  const attributes = textsOf(block, "non_key_attributes");
  return {
    IndexName: requiredText(block, "name"),
    KeySchema: keySchema(block),
    Projection: {
      ProjectionType: textOf(block, "projection_type") ?? "ALL",
      ...(attributes.length > 0 ? { NonKeyAttributes: attributes } : {}),
    },
  };
}

function keySchema(block: Block): readonly unknown[] {
  const range = textOf(block, "range_key");
  return [
    { AttributeName: requiredText(block, "hash_key"), KeyType: "HASH" },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" }]),
  ];
}

/**
 * Creates the user pools of the JSON.
 *
 * @returns the attributes that AWS would return
 */
export async function createUserPools(
  account: AwsAccount,
  resources: Resources,
): Promise<Attributes> {
  const attributes: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const { address, block } of resources.resources("aws_cognito_user_pool")) {
    const { UserPool: pool } = (await callAws(
      account,
      "cognito-idp",
      "CreateUserPool",
      poolOf(block),
    )) as { readonly UserPool: { readonly Id: string; readonly Arn: string } };
    attributes[address] = {
      id: pool.Id,
      arn: pool.Arn,
      endpoint: `cognito-idp.${account.region}.amazonaws.com/${pool.Id}`,
    };
  }
  return attributes;
}

/** Creates the clients of the user pools. The pools must exist, so that `user_pool_id` resolves. */
export async function createUserPoolClients(
  account: AwsAccount,
  resources: Resources,
): Promise<Attributes> {
  const attributes: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const { address, block } of resources.resources("aws_cognito_user_pool_client")) {
    const { UserPoolClient: client } = (await callAws(
      account,
      "cognito-idp",
      "CreateUserPoolClient",
      clientOf(block),
    )) as {
      readonly UserPoolClient: { readonly ClientId: string; readonly ClientSecret?: string };
    };
    attributes[address] = { id: client.ClientId, client_secret: client.ClientSecret };
  }
  return attributes;
}

function poolOf(block: Block): Readonly<Record<string, unknown>> {
  const policy = firstBlock(block, "password_policy");
  const administrators = firstBlock(block, "admin_create_user_config");
  return {
    PoolName: requiredText(block, "name"),
    UsernameAttributes: textsOf(block, "username_attributes"),
    AutoVerifiedAttributes: textsOf(block, "auto_verified_attributes"),
    ...(policy
      ? {
          Policies: {
            PasswordPolicy: {
              MinimumLength: numberOf(policy, "minimum_length") ?? 8,
              RequireLowercase: isTrue(policy, "require_lowercase"),
              RequireUppercase: isTrue(policy, "require_uppercase"),
              RequireNumbers: isTrue(policy, "require_numbers"),
              RequireSymbols: isTrue(policy, "require_symbols"),
            },
          },
        }
      : {}),
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: isTrue(administrators ?? {}, "allow_admin_create_user_only"),
    },
  };
}

function clientOf(block: Block): Readonly<Record<string, unknown>> {
  return {
    UserPoolId: requiredText(block, "user_pool_id"),
    ClientName: requiredText(block, "name"),
    GenerateSecret: isTrue(block, "generate_secret"),
    ExplicitAuthFlows: textsOf(block, "explicit_auth_flows"),
    PreventUserExistenceErrors: textOf(block, "prevent_user_existence_errors") ?? "ENABLED",
  };
}
