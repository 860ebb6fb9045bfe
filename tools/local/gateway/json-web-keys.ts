import type { JSONWebKeySet } from "jose";
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
