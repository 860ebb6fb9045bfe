import { ApiGatewayApiKey } from "@cdktf/provider-aws/lib/api-gateway-api-key";
import { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import { ApiGatewayUsagePlan } from "@cdktf/provider-aws/lib/api-gateway-usage-plan";
import { ApiGatewayUsagePlanKey } from "@cdktf/provider-aws/lib/api-gateway-usage-plan-key";
import { Construct } from "constructs";
import type { MethodAccess } from "./api-methods";
import type { Throttling } from "./stage";

/** Who may call an API's methods. */
export type Authorization = CognitoAuthorization | IamAuthorization;

/** Callers with a token of one of these user pools. */
export interface CognitoAuthorization {
  readonly kind: "cognito";
  readonly userPoolArns: readonly string[];
  /** Scopes, of which an access token needs one. @default - none: an ID token is accepted */
  readonly scopes?: readonly string[];
}

/** Callers that sign requests as a user or role with `execute-api:Invoke`. */
export interface IamAuthorization {
  readonly kind: "iam";
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html */
export function accessOf(
  scope: Construct,
  restApiId: string,
  authorization: Authorization | undefined,
): Omit<MethodAccess, "apiKeyRequired"> {
  if (authorization === undefined) return { authorization: "NONE" };
  if (authorization.kind === "iam") return { authorization: "AWS_IAM" };
  const { userPoolArns, scopes } = authorization;
  const authorizer = new ApiGatewayAuthorizer(scope, "authorizer", {
    restApiId,
    name: "cognito",
    type: "COGNITO_USER_POOLS",
    providerArns: [...userPoolArns],
    identitySource: "method.request.header.Authorization",
  });
  return { authorization: "COGNITO_USER_POOLS", authorizerId: authorizer.id, scopes };
}

/** Request limits for each client. */
export interface UsagePlanSettings {
  readonly throttling: Throttling;
  /** Requests per period. @default any number */
  readonly quota?: { readonly requests: number; readonly period: "DAY" | "WEEK" | "MONTH" };
  /** Names of the clients. Each gets a key. */
  readonly clients: readonly string[];
}

export interface UsagePlanProps extends UsagePlanSettings {
  /** Prefix of the names of plan and keys. */
  readonly name: string;
  readonly restApiId: string;
  readonly stageName: string;
}

/**
 * Limits for each client, identified by an API key. A key does not authenticate a client.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export class UsagePlan extends Construct {
  constructor(scope: Construct, id: string, props: UsagePlanProps) {
    super(scope, id);
    const { name, restApiId: apiId, stageName: stage, throttling, quota } = props;
    const plan = new ApiGatewayUsagePlan(this, "Default", {
      name,
      apiStages: [{ apiId, stage }],
      throttleSettings: { rateLimit: throttling.requestsPerSecond, burstLimit: throttling.burst },
      quotaSettings: quota && { limit: quota.requests, period: quota.period },
    });
    for (const client of props.clients) {
      const key = new ApiGatewayApiKey(this, client, { name: `${name}-${client}` });
      new ApiGatewayUsagePlanKey(this, `${client}-in-plan`, {
        keyId: key.id,
        keyType: "API_KEY",
        usagePlanId: plan.id,
      });
    }
  }
}
