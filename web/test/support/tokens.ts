import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKey = createPublicKey(privateKey);

/** A JSON Web Token like those of Cognito. */
export function issue(claims: Readonly<Record<string, unknown>>): string {
  const iat = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: "RS256", kid: "test" },
    { iat, exp: iat + 3600, ...claims },
  ];
  const text = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
}

/** @returns the claims of a valid token that was issued here */
export function verified(token: string): Readonly<Record<string, unknown>> | undefined {
  const [head = "", body = "", signature = ""] = token.split(".");
  const isOurs = verify(
    "sha256",
    Buffer.from(`${head}.${body}`),
    publicKey,
    Buffer.from(signature, "base64url"),
  );
  if (!isOurs) return undefined;
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as { exp: number };
  return claims.exp * 1000 > Date.now() ? { ...claims } : undefined;
}
