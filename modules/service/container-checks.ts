import { Token } from "cdktf";
import type { Check } from "../validation";
import { within } from "../validation";
import type { ContainerProps } from "./container";
import { resolveSecret } from "./secret-source";

/** Names that hold credentials of AWS wherever they occur (Security Hub control ECS.8). */
const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"];

/** Rules that hold for every container, each named by the container that breaks it. */
export function containerChecks(container: ContainerProps): readonly Check[] {
  const prop = (name: string): string => `containers[${container.name}].${name}`;
  const { cpu, memoryLimitMiB, memoryReservationMiB, healthCheck } = container;
  return [
    ...(container.ports ?? []).map((port) => within(prop("ports"), port, 1, 65_535)),
    within(prop("cpu"), cpu, 1, 196_608),
    // Docker takes no less than 6 MiB.
    notBelow(prop("memoryLimitMiB"), memoryLimitMiB, 6),
    notBelow(prop("memoryReservationMiB"), memoryReservationMiB, 6),
    notBelow(prop("stopTimeoutSeconds"), container.stopTimeoutSeconds, 0),
    within(prop("healthCheck.intervalSeconds"), healthCheck?.intervalSeconds, 5, 300),
    within(prop("healthCheck.timeoutSeconds"), healthCheck?.timeoutSeconds, 2, 60),
    within(prop("healthCheck.retries"), healthCheck?.retries, 1, 10),
    within(prop("healthCheck.startPeriodSeconds"), healthCheck?.startPeriodSeconds, 0, 300),
    () =>
      memoryLimitMiB === undefined ||
      memoryReservationMiB === undefined ||
      memoryReservationMiB < memoryLimitMiB
        ? undefined
        : `\`${prop("memoryReservationMiB")}\` must be below \`memoryLimitMiB\` (${memoryLimitMiB}), got ${memoryReservationMiB}.`,
    ...environmentChecks(container, prop),
    ...secretChecks(container, prop),
    ...(container.writablePaths ?? []).map((path): Check => {
      return () =>
        path.startsWith("/")
          ? undefined
          : `\`${prop("writablePaths")}\` must be absolute paths, got "${path}".`;
    }),
  ];
}

function notBelow(prop: string, value: number | undefined, min: number): Check {
  return () =>
    value === undefined || Token.isUnresolved(value) || value >= min
      ? undefined
      : `\`${prop}\` must be at least ${min}, got ${value}.`;
}

function environmentChecks(
  { environment, secrets }: ContainerProps,
  prop: (name: string) => string,
) {
  return Object.keys(environment ?? {}).flatMap((name): Check[] => [
    () =>
      CREDENTIALS.includes(name)
        ? `\`${prop("environment")}\` must not hold ${name}: give the task role the permissions instead, or put the value in \`secrets\`.`
        : undefined,
    () =>
      secrets !== undefined && name in secrets
        ? `\`${prop("environment")}\` must not hold ${name}, which is one of \`secrets\` too: ECS refuses a name given twice.`
        : undefined,
  ]);
}

function secretChecks({ secrets }: ContainerProps, prop: (name: string) => string) {
  return Object.entries(secrets ?? {}).map(([name, source]): Check => {
    return () => {
      if (resolveSecret(source) !== undefined) return undefined;
      const given = typeof source === "string" ? source : source.arn;
      return Token.isUnresolved(given)
        ? `\`${prop(`secrets.${name}`)}\` must say its kind, since its ARN is not known at synth: use { kind: "secrets-manager" | "ssm-parameter", arn }.`
        : `\`${prop(`secrets.${name}`)}\` must be the ARN of a secret of Secrets Manager or a parameter of SSM, got "${given}".`;
    };
  });
}
