import { Token } from "cdktf";

/** Where the value of a secret environment variable comes from, for an ARN that is not known at synth. */
export type SecretSource = SecretsManagerSource | SsmParameterSource;

export interface SecretsManagerSource {
  readonly kind: "secrets-manager";
  readonly arn: string;
  /**
   * Member of the secret's JSON object.
   *
   * @default the whole secret
   */
  readonly jsonKey?: string;
}

export interface SsmParameterSource {
  readonly kind: "ssm-parameter";
  readonly arn: string;
}

const SECRET = /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[^:]+(?::[^:]*){0,3}$/;
const PARAMETER = /^arn:[\w-]+:ssm:[\w-]+:\d{12}:parameter\/.+$/;

/**
 * What a container definition has as `valueFrom`, and what its execution role must be allowed to read.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export interface ResolvedSecret {
  readonly kind: SecretSource["kind"];
  readonly valueFrom: string;
  /** The ARN without the JSON key, version stage and version id that ECS reads behind it. */
  readonly resourceArn: string;
}

/** A secret given by its ARN alone, or undefined where the ARN does not tell what kind it is. */
function parse(arn: string): ResolvedSecret | undefined {
  if (Token.isUnresolved(arn)) return undefined;
  if (SECRET.test(arn)) {
    const resourceArn = arn.split(":").slice(0, 7).join(":");
    return { kind: "secrets-manager", valueFrom: arn, resourceArn };
  }
  if (PARAMETER.test(arn)) return { kind: "ssm-parameter", valueFrom: arn, resourceArn: arn };
  return undefined;
}

export function resolveSecret(source: string | SecretSource): ResolvedSecret | undefined {
  if (typeof source === "string") return parse(source);
  const { kind, arn } = source;
  const suffix = kind === "secrets-manager" && source.jsonKey ? `:${source.jsonKey}::` : "";
  return { kind, valueFrom: `${arn}${suffix}`, resourceArn: arn };
}
