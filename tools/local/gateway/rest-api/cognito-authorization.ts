import { decodeJwt } from "jose";
import type { ContextVariables } from "../context-variables";
import { type GatewayRequest, headerOf } from "../http-message";
import { checkToken, type KeysOf, scopesOf, type TokenCheck } from "../token-check";
import { type Refusal, refused } from "./error-answer";
import type { RestAuthorization } from "./rest-api-definition";

export type Authorized = { readonly kind: "allowed"; readonly context: ContextVariables } | Refusal;

/**
 * Authorizes a request by a token of one of the authorizer's user pools: an ID token, or an access token with one of the
 * scopes if the method requires any. IAM authorization responds as it does to an unsigned request.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-invoke-api-integrated-with-cognito-user-pool.html
 */
export async function authorizeRest(
  authorization: RestAuthorization,
  request: GatewayRequest,
  keysOf: KeysOf,
): Promise<Authorized> {
  if (authorization.kind === "none") return { kind: "allowed", context: {} };
  if (authorization.kind === "unavailable") return refused("MISSING_AUTHENTICATION_TOKEN");

  const token = headerOf(request.headers, authorization.header)?.trim();
  if (token === undefined || token === "") return refused("UNAUTHORIZED");
  const check = await checkByIssuer(token, authorization.issuers, keysOf, request.receivedAt);
  if (check.kind === "expired")
    return refused("UNAUTHORIZED", { message: "The incoming token has expired" });
  if (check.kind === "invalid")
    return refused("UNAUTHORIZED", { context: { "authorizer.error": check.reason } });

  const { claims } = check;
  const expectedUse = authorization.scopes.length === 0 ? "id" : "access";
  if (claims["token_use"] !== expectedUse) return refused("UNAUTHORIZED");
  const granted = scopesOf(claims);
  if (expectedUse === "access" && !authorization.scopes.some((scope) => granted.includes(scope)))
    return refused("ACCESS_DENIED");
  return { kind: "allowed", context: { "authorizer.claims.sub": claims.sub } };
}

/** The token names its issuer. Keys are requested only from the issuers of the authorizer. */
async function checkByIssuer(
  token: string,
  issuers: readonly string[],
  keysOf: KeysOf,
  now: number,
): Promise<TokenCheck> {
  let claimed: string | undefined;
  try {
    claimed = decodeJwt(token.replace(/^Bearer\s+/i, "")).iss;
  } catch {
    return { kind: "invalid", reason: "no token" };
  }
  const issuer = issuers.find((each) => each === claimed);
  if (issuer === undefined) return { kind: "invalid", reason: "another issuer's token" };
  return checkToken(token, { issuer }, keysOf, now);
}
