import type { Attributes } from "../../part";
import {
  type Block,
  firstBlock,
  isTrue,
  numberOf,
  requiredText,
  textOf,
  textsOf,
} from "../../../synthesized/fields";
import type { Resources } from "../../../synthesized/resources";
import { type AwsAccount, callAws } from "./call-aws";

/**
 * Makes the user pools that the JSON describes.
 *
 * @returns what AWS would say of them
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

/** Makes the clients of pools that are there already, so that `user_pool_id` is theirs. */
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
