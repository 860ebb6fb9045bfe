import { Token } from "cdktf";
import { secretKind } from "../../../aws/containers/ecs";

/** Source of a secret environment variable's value, for an ARN that is not known at synth. */
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

/**
 * The `valueFrom` of a container definition, and the ARN that its execution role must be allowed to read.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export interface ResolvedSecret {
  readonly kind: SecretSource["kind"];
  readonly valueFrom: string;
  /** The ARN without the JSON key, version stage and version id that ECS reads behind it. */
  readonly resourceArn: string;
}

/** A secret from its ARN, or undefined if the ARN is of an unknown kind. */
function parse(arn: string): ResolvedSecret | undefined {
  if (Token.isUnresolved(arn)) return undefined;
  const kind = secretKind(arn);
  if (kind === undefined) return undefined;
  const resourceArn = kind === "secrets-manager" ? arn.split(":").slice(0, 7).join(":") : arn;
  return { kind, valueFrom: arn, resourceArn };
}

export function resolveSecret(source: string | SecretSource): ResolvedSecret | undefined {
  if (typeof source === "string") return parse(source);
  const { kind, arn } = source;
  const suffix = kind === "secrets-manager" && source.jsonKey ? `:${source.jsonKey}::` : "";
  return { kind, valueFrom: `${arn}${suffix}`, resourceArn: arn };
}
