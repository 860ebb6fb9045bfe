import { secretKind } from "../../../aws/containers/ecs";
import { type Broken, broken, rule } from "../rule";

interface Program {
  image?: { kind: string; credentialsSecretArn?: string };
  container?: Container;
  sidecars?: Readonly<Record<string, Container & Pick<Program, "image">>>;
}

interface Container {
  secrets: Readonly<Record<string, string>>;
  secretKeyArns: readonly string[];
}

/** The settings of any system: of one program, or of several services. */
interface System extends Program {
  readonly [field: string]: unknown;
  services?: Readonly<Record<string, Program>>;
}

interface InAccount {
  accountId?: string;
  systems: Readonly<Record<string, System | undefined>>;
}

interface Secret {
  readonly at: readonly PropertyKey[];
  readonly arn: string;
  readonly keys: readonly string[];
}

function secretsOf({ systems }: InAccount): Secret[] {
  return Object.entries(systems).flatMap(([name, system]) =>
    system === undefined
      ? []
      : [
          ...secretsOfProgram(system, ["systems", name]),
          ...Object.entries(system.services ?? {}).flatMap(([service, its]) =>
            secretsOfProgram(its, ["systems", name, "services", service]),
          ),
        ],
  );
}

function secretsOfProgram(program: Program, at: readonly PropertyKey[]): Secret[] {
  const { image, container, sidecars = {} } = program;
  return [
    ...secretsOfContainer(container, image, at, [...at, "container"]),
    ...Object.entries(sidecars).flatMap(([name, sidecar]) =>
      secretsOfContainer(
        sidecar,
        sidecar.image,
        [...at, "sidecars", name],
        [...at, "sidecars", name],
      ),
    ),
  ];
}

function secretsOfContainer(
  container: Container | undefined,
  image: Program["image"],
  at: readonly PropertyKey[],
  inContainer: readonly PropertyKey[],
): Secret[] {
  const keys = container?.secretKeyArns ?? [];
  const credentials = image?.credentialsSecretArn;
  return [
    ...Object.entries(container?.secrets ?? {}).map(([name, arn]) => ({
      at: [...inContainer, "secrets", name],
      arn,
      keys,
    })),
    ...(credentials === undefined
      ? []
      : [{ at: [...at, "image", "credentialsSecretArn"], arn: credentials, keys }]),
  ];
}

const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/**
 * The default key of another account opens for nobody of this one, and ECS reads parameters of its own account only.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
export const secretsWithinReach = rule<InAccount>(
  ["accountId", "systems"],
  (environment): Broken[] =>
    secretsOf(environment)
      .filter(({ arn }) => isForeign(arn, environment))
      .flatMap(({ at, arn, keys }) => {
        if (secretKind(arn) === "ssm-parameter") {
          return [
            broken(
              at,
              `must be in the environment's account (${environment.accountId ?? ""}), for ECS reads no parameter of another`,
              accountOf(arn),
              "Copy it, or use a secret of Secrets Manager.",
            ),
          ];
        }
        return keys.some((key) => accountOf(key) === accountOf(arn))
          ? []
          : [
              broken(
                at,
                `must be in the environment's account (${environment.accountId ?? ""}), or under a KMS key that secretKeyArns names`,
                accountOf(arn),
                "Name its key, which must not be that account's default one, or copy the secret.",
              ),
            ];
      }),
);

function isForeign(arn: string, { accountId }: InAccount): boolean {
  return accountId !== undefined && accountOf(arn) !== accountId;
}

/** What the other account must allow is nothing that a synth could see. */
export function foreignSecrets(environment: InAccount): Broken[] {
  const secrets = secretsOf(environment);
  const accounts = [...new Set(secrets.map(({ arn }) => accountOf(arn)))];
  const { accountId } = environment;
  if (accountId === undefined) {
    return accounts.length < 2
      ? []
      : [
          {
            at: ["accountId"],
            message: `is missing, and secrets are in ${accounts.length} accounts (${accounts.join(", ")}): ECS reads those of another account only under a KMS key of one's own. Give it, so that this is checked.`,
          },
        ];
  }
  return secrets
    .filter(({ arn }) => isForeign(arn, environment))
    .map(({ at, arn }) => ({
      at,
      message: `is in account ${accountOf(arn)}: the policies of the secret and of its key there must admit this service's execution role. Look at both.`,
    }));
}
