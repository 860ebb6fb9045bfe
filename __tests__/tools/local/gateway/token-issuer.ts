import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTPayload,
  SignJWT,
} from "jose";
import { NOW } from "./sample-request";

export const ISSUER = "https://cognito-idp.us-east-2.amazonaws.com/us-east-2_pool";
export const CLIENT = "page-client";

/** Issues tokens as Cognito does: RS256, access tokens with client_id, id tokens with aud. */
export class TokenIssuer {
  readonly privateKey: CryptoKey;
  readonly publicKeyPem: string;
  readonly keys: JSONWebKeySet;

  private constructor(privateKey: CryptoKey, publicKeyPem: string, keys: JSONWebKeySet) {
    this.privateKey = privateKey;
    this.publicKeyPem = publicKeyPem;
    this.keys = keys;
  }

  static async create(): Promise<TokenIssuer> {
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    const key = { ...(await exportJWK(publicKey)), kid: "key-1", alg: "RS256", use: "sig" };
    return new TokenIssuer(privateKey, await exportSPKI(publicKey), { keys: [key] });
  }

  /** An access token that is valid but for what `claims` and `header` change; undefined takes a claim out. */
  async token(
    claims: JWTPayload = {},
    header: Readonly<Record<string, unknown>> = {},
    key: CryptoKey | Uint8Array = this.privateKey,
  ): Promise<string> {
    const payload = { ...accessClaims(), ...claims };
    return new SignJWT(
      Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined)),
    )
      .setProtectedHeader({ alg: "RS256", kid: "key-1", ...header })
      .sign(key);
  }

  readonly keysOf = (issuer: string): Promise<JSONWebKeySet> =>
    issuer === ISSUER
      ? Promise.resolve(this.keys)
      : Promise.reject(new Error(`no keys of ${issuer}`));
}

export function accessClaims(): JWTPayload {
  const now = NOW / 1000;
  return {
    iss: ISSUER,
    sub: "user-1",
    client_id: CLIENT,
    token_use: "access",
    scope: "aws.cognito.signin.user.admin",
    iat: now - 60,
    exp: now + 3600,
  };
}
