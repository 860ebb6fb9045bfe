import { type GatewayAnswer, type GatewayRequest, headerOf, jsonAnswer } from "../http-message";
import { checkToken, type KeysOf, scopesOf } from "../token-check";
import type { HttpAuthorization, JwtAuthorizer } from "./http-api-definition";
import type { ContextVariables } from "../context-variables";

export type AuthorizationResult =
  | { readonly kind: "allowed"; readonly context: ContextVariables }
  | {
      readonly kind: "refused";
      readonly answer: GatewayAnswer;
      readonly context: ContextVariables;
    };

/**
 * Authorizes a request, or returns 401 (no valid token) or 403 (no required scope).
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export async function authorize(
  authorization: HttpAuthorization,
  request: GatewayRequest,
  keysOf: KeysOf,
): Promise<AuthorizationResult> {
  if (authorization.kind === "none") return { kind: "allowed", context: {} };
  if (authorization.kind === "unavailable") return forbidden(`no ${authorization.type} here`);

  const { authorizer, scopes } = authorization;
  const token = tokenOf(authorizer, request);
  if (token === undefined) return unauthorized("Bearer", "no token");

  const check = await checkToken(token, authorizer, keysOf, request.receivedAt);
  if (check.kind !== "valid") {
    const reason = check.kind === "expired" ? "the token has expired" : check.reason;
    return unauthorized(
      `Bearer scope="${scopes.join(" ")}" error="invalid_token" error_description="${reason.replaceAll('"', "'")}"`,
      reason,
    );
  }
  const granted = scopesOf(check.claims);
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope)))
    return forbidden("none of the route's scopes is in the token");
  return { kind: "allowed", context: claimVariables(check.claims) };
}

function tokenOf(authorizer: JwtAuthorizer, request: GatewayRequest): string | undefined {
  for (const source of authorizer.identitySources) {
    const { kind, name = "" } =
      /^\$request\.(?<kind>header|querystring)\.(?<name>.+)$/.exec(source)?.groups ?? {};
    const found =
      kind === "header"
        ? headerOf(request.headers, name)
        : new URLSearchParams(request.query).get(name);
    if (found !== undefined && found !== null && found.trim() !== "") return found;
  }
  return undefined;
}

function claimVariables(claims: Readonly<Record<string, unknown>>): ContextVariables {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      `authorizer.claims.${name}`,
      typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value),
    ]),
  );
}

function unauthorized(challenge: string, reason: string): AuthorizationResult {
  return {
    kind: "refused",
    answer: jsonAnswer(401, { message: "Unauthorized" }, { "www-authenticate": challenge }),
    context: { "authorizer.error": reason },
  };
}

function forbidden(reason: string): AuthorizationResult {
  return {
    kind: "refused",
    answer: jsonAnswer(403, { message: "Forbidden" }),
    context: { "authorizer.error": reason },
  };
}
