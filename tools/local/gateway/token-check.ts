import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { unsignedAuthorization } from "./aws/emulated-resources";
import type { Clock } from "./token-bucket";

/** Gets the public keys of a token issuer. Rejects if they are unavailable. */
export type KeysOf = (issuer: string) => Promise<JSONWebKeySet>;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
const KEPT_MS = 2 * 60 * 60 * 1000;

/** Caches keys for two hours, the longest time for which API Gateway may cache them. */
export function cachedKeys(keysOf: KeysOf, now: Clock): KeysOf {
  const cache = new Map<string, { readonly keys: JSONWebKeySet; readonly since: number }>();
  return async (issuer) => {
    const cached = cache.get(issuer);
    if (cached !== undefined && now() - cached.since < KEPT_MS) return cached.keys;
    const keys = await keysOf(issuer);
    cache.set(issuer, { keys, since: now() });
    return keys;
  };
}

export interface TokenRules {
  readonly issuer: string;
  /** The accepted values of `aud` or, if it is missing, `client_id`. @default - any */
  readonly audience?: readonly string[];
}

export type TokenCheck =
  | { readonly kind: "valid"; readonly claims: JWTPayload }
  | { readonly kind: "expired" }
  | { readonly kind: "invalid"; readonly reason: string };

/**
 * Checks a token as API Gateway does: algorithm, signature by the issuer's keys, `kid`, `iss`, `aud` or `client_id`,
 * `exp`, `nbf` and `iat`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 *
 * @param token with or without `Bearer` before it
 * @param now milliseconds since 1970
 */
export async function checkToken(
  token: string,
  rules: TokenRules,
  keysOf: KeysOf,
  now: number,
): Promise<TokenCheck> {
  const keys = createLocalJWKSet(await keysOf(rules.issuer));
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token.replace(/^Bearer\s+/i, "").trim(),
      keys,
      {
        // The token must not choose how it is verified. This rejects "none", and HS256 with the public key as the secret.
        algorithms: ["RS256"],
        issuer: rules.issuer,
        requiredClaims: ["exp"],
        currentDate: new Date(now),
      },
    );
    if (protectedHeader.kid === undefined) return invalid("the token names no key");
    if (!audienceMatches(payload, rules.audience))
      return invalid("the token's audience is not the authorizer's");
    if (payload.iat !== undefined && payload.iat * 1000 > now)
      return invalid("the token was issued in the future");
    return { kind: "valid", claims: payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { kind: "expired" };
    if (error instanceof errors.JOSEError) return invalid(error.message);
    // WebCrypto rejects a malformed key or signature.
    if (error instanceof TypeError || error instanceof DOMException) return invalid(error.message);
    throw error;
  }
}

/** `client_id` counts only if there is no `aud`. */
function audienceMatches(payload: JWTPayload, allowed: readonly string[] | undefined): boolean {
  if (allowed === undefined) return true;
  const named = payload.aud ?? payload["client_id"];
  const audiences = Array.isArray(named) ? named : [named];
  return audiences.some((audience) => typeof audience === "string" && allowed.includes(audience));
}

/** The scopes in a token's `scope` or `scp`. */
export function scopesOf(claims: JWTPayload): readonly string[] {
  const scopes = claims["scope"] ?? claims["scp"];
  if (Array.isArray(scopes)) return scopes.map(String);
  return typeof scopes === "string" ? scopes.split(" ").filter((scope) => scope !== "") : [];
}

function invalid(reason: string): TokenCheck {
  return { kind: "invalid", reason };
}

/**
 * Gets an issuer's keys: those of emulated user pools from the emulator, all others from the issuer's discovery document.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 *
 * @param emulator URL of the emulated AWS
 */
export function keysFrom(emulator: string | undefined): KeysOf {
  return async (issuer) => {
    const { region, pool } =
      /^https:\/\/cognito-idp\.(?<region>[^./]+)\.amazonaws\.com\/(?<pool>[^/]+)$/.exec(issuer)
        ?.groups ?? {};
    if (emulator !== undefined && region !== undefined && pool !== undefined) {
      const authorization = unsignedAuthorization(region, "cognito-idp");
      return keys(`${emulator}/${pool}/.well-known/jwks.json`, { authorization });
    }
    const document = (await json(
      `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    )) as {
      readonly jwks_uri: string;
    };
    return keys(document.jwks_uri);
  };
}

async function keys(url: string, headers: Record<string, string> = {}): Promise<JSONWebKeySet> {
  return (await json(url, headers)) as JSONWebKeySet;
}

async function json(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${url} returned ${answer.status}.`);
  return answer.json();
}
