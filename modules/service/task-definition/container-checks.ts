import { Token } from "cdktf";
import * as aws from "../../../aws/containers/ecs";
import * as options from "../../../aws/containers/container-options";
import { type Check, matches, obeys, told, within } from "../../validation";
import type { ContainerOptions } from "../containers/options";
import { resolveSecret, type SecretSource } from "./secret-source";

/** Names that hold credentials of AWS wherever they occur (Security Hub control ECS.8). */
const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"];

/** What of a container has a limit. */
export interface ContainerLimits extends ContainerOptions {
  readonly name: string;
  readonly ports?: readonly number[];
  readonly udpPorts?: readonly number[];
  readonly cpu?: number;
  readonly memoryLimitMiB?: number;
  readonly memoryReservationMiB?: number;
  readonly stopTimeoutSeconds?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string | SecretSource>>;
  readonly writablePaths?: readonly string[];
  readonly healthCheck?: {
    readonly intervalSeconds?: number;
    readonly timeoutSeconds?: number;
    readonly retries?: number;
    readonly startPeriodSeconds?: number;
  };
}

/** Rules that hold for every container, each named by the container that breaks it. */
export function containerChecks(container: ContainerLimits): readonly Check[] {
  const prop = (name: string): string => `containers[${container.name}].${name}`;
  const { memoryLimitMiB, memoryReservationMiB, environment, secrets } = container;
  const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } =
    container.healthCheck ?? {};
  const { containerHealthCheck: check } = aws;
  return [
    ...(container.ports ?? []).map((port) => within(prop("ports"), port, ...aws.port)),
    ...(container.udpPorts ?? []).map((port) => within(prop("udpPorts"), port, ...aws.port)),
    within(prop("cpu"), container.cpu, ...aws.container.cpu),
    within(prop("memoryLimitMiB"), memoryLimitMiB, ...aws.container.memoryMiB),
    within(prop("memoryReservationMiB"), memoryReservationMiB, ...aws.container.memoryMiB),
    obeys(aws.reservationBelowLimit, { memoryLimitMiB, memoryReservationMiB }, prop("")),
    within(
      prop("stopTimeoutSeconds"),
      container.stopTimeoutSeconds,
      ...aws.container.stopTimeoutSeconds,
    ),
    within(prop("healthCheck.intervalSeconds"), intervalSeconds, ...check.intervalSeconds),
    within(prop("healthCheck.timeoutSeconds"), timeoutSeconds, ...check.timeoutSeconds),
    within(prop("healthCheck.retries"), retries, ...check.retries),
    within(prop("healthCheck.startPeriodSeconds"), startPeriodSeconds, ...check.startPeriodSeconds),
    ...Object.keys(environment ?? {}).map((name): Check => {
      return () =>
        CREDENTIALS.includes(name)
          ? `\`${prop("environment")}\` must not hold ${name}: give the task role the permissions instead, or put the value in \`secrets\`.`
          : undefined;
    }),
    ...aws.namesGivenTwice({ environment, secrets }).map((name): Check => {
      return () =>
        `\`${prop("environment")}\` must not hold ${name}, which is one of \`secrets\` too: ECS rejects a name that appears twice.`;
    }),
    ...Object.entries(secrets ?? {}).map(([name, source]): Check => {
      return () => secretProblem(prop(`secrets.${name}`), source);
    }),
    ...(container.writablePaths ?? []).map((path) =>
      matches(prop("writablePaths"), path, aws.containerPath),
    ),
    ...optionChecks(container, prop),
  ];
}

function optionChecks(container: ContainerLimits, prop: (name: string) => string): Check[] {
  const { restartPolicy, ulimits = {}, tmpfs = {}, environmentFiles = [] } = container;
  return [
    within(
      prop("startTimeoutSeconds"),
      container.startTimeoutSeconds,
      ...options.startTimeoutSeconds,
    ),
    matches(prop("workingDirectory"), container.workingDirectory, aws.containerPath),
    ...environmentFiles.map((arn) =>
      matches(prop("environmentFiles"), arn, options.environmentFileArn),
    ),
    within(
      prop("environmentFiles.length"),
      environmentFiles.length,
      0,
      options.environmentFiles[1],
    ),
    ...Object.entries(ulimits).map(([name, limit]) =>
      obeys(options.softBelowHard, limit, prop(`ulimits.${name}.`)),
    ),
    ...Object.keys(tmpfs).map((path) => matches(prop("tmpfs"), path, aws.containerPath)),
    ...options.mountedOnce(container).map((found) => told(found, prop(""))),
    within(
      prop("restartPolicy.attemptPeriodSeconds"),
      restartPolicy?.attemptPeriodSeconds,
      ...options.restartPolicy.attemptPeriodSeconds,
    ),
  ];
}

/** The message omits a value that is not an ARN, because it may be the secret itself. */
function secretProblem(prop: string, source: string | SecretSource): string | undefined {
  if (resolveSecret(source) !== undefined) return undefined;
  return Token.isUnresolved(typeof source === "string" ? source : source.arn)
    ? `\`${prop}\` must say its kind, since its ARN is not known at synth: use { kind: "secrets-manager" | "ssm-parameter", arn }.`
    : `\`${prop}\` must be the ARN of a secret of Secrets Manager or a parameter of SSM.`;
}
