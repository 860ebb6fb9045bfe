import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { unsignedAuthorization } from "./aws/emulated-resources";
import type { Clock } from "./token-bucket";

/** The public keys of an issuer of tokens; rejects when they can't be had. */
export type KeysOf = (issuer: string) => Promise<JSONWebKeySet>;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
const KEPT_MS = 2 * 60 * 60 * 1000;

/** Remembers keys for two hours, as API Gateway may. */
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
  /** What `aud` or, without one, `client_id` must be one of; undefined admits any. */
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
        // Not the token decides how it is verified: "none" and HS256 with the public key as secret get nowhere.
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
      return invalid("the token is of the future");
    return { kind: "valid", claims: payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { kind: "expired" };
    if (error instanceof errors.JOSEError) return invalid(error.message);
    // WebCrypto's refusal of a key or a signature that is malformed.
    if (error instanceof TypeError || error instanceof DOMException) return invalid(error.message);
    throw error;
  }
}

/** `client_id` counts only where there is no `aud`. */
function audienceMatches(payload: JWTPayload, allowed: readonly string[] | undefined): boolean {
  if (allowed === undefined) return true;
  const named = payload.aud ?? payload["client_id"];
  const audiences = Array.isArray(named) ? named : [named];
  return audiences.some((audience) => typeof audience === "string" && allowed.includes(audience));
}

/** The scopes that a token carries, in `scope` or `scp`. */
export function scopesOf(claims: JWTPayload): readonly string[] {
  const scopes = claims["scope"] ?? claims["scp"];
  if (Array.isArray(scopes)) return scopes.map(String);
  return typeof scopes === "string" ? scopes.split(" ").filter((scope) => scope !== "") : [];
}

function invalid(reason: string): TokenCheck {
  return { kind: "invalid", reason };
}

/**
 * Gets an issuer's keys: those of emulated user pools from the emulator, all others where their own document says.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 *
 * @param emulator where the emulated AWS listens
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
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}.`);
  return answer.json();
}
