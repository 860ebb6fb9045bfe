/** Names of variables that hold a secret, by their last word: DB_PASSWORD, githubToken; not TOKEN_TTL_SECONDS. */
const SECRET_NAME =
  /(password|passwd|passphrase|secret|token|credentials?|(api|private|access|secret|signing|encryption)[-_.]?key|access[-_.]?key[-_.]?id|auth[-_.]?data)$/i;

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8 */
export function soundsSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Why a value looks like a secret whatever its name, or undefined. */
export function carriesSecret(value: string): string | undefined {
  if (/\b(AKIA|ASIA)[A-Z0-9]{16}\b/.test(value)) return "has the form of an AWS access key";
  if (value.includes("-----BEGIN ") && value.includes("PRIVATE KEY-----"))
    return "is a private key";
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i.test(value))
    return "is a URL with a password in it";
  return undefined;
}
