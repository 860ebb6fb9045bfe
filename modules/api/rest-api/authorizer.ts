import { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import type { Construct } from "constructs";
import type { MethodAccess } from "./api-method";

/** Who may call an API's methods. */
export type Authorization = CognitoAuthorization | IamAuthorization;

/** Whoever shows a token of one of these user pools. */
export interface CognitoAuthorization {
  readonly kind: "cognito";
  readonly userPoolArns: readonly string[];
  /** Scopes of an access token, one of which it must have. @default none: an id token is taken */
  readonly scopes?: readonly string[];
}

/** Whoever signs requests as a user or role with `execute-api:Invoke`. */
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
