import type { JSONWebKeySet } from "jose";
import { unsignedAuthorization } from "./aws/call-aws";
import type { KeysOf } from "./json-web-keys";

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
