import { arnPattern, arnProblem, type ArnParts } from "../names";
import { type Range, type TextRule, type Violation } from "../violation";

/** Name of a cluster, service, container or task definition. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const ecsName: TextRule = {
  rule: "must be 1 to 200 letters, digits, hyphens and underscores",
  pattern: /^[\w-]{1,200}$/,
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html */
export const capacityProviderName: TextRule = {
  rule: 'must be 1 to 200 letters, digits, hyphens and underscores and not start with "aws", "ecs" or "fargate"',
  pattern: /^(?!aws|ecs|fargate)[\w-]{1,200}$/i,
};

/** Quotas. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const tasksPerService: Range = [0, 5000];
export const instancesPerCluster: Range = [0, 5000];
/**
 * Bytes of environment, secrets and command together, as JSON. AWS limits the whole task definition to 64 KiB, of which
 * the rest (names, mounts, health checks) needs up to 8 KiB.
 */
export const MAX_DEFINITION_BYTES = 55_000;

export const port: Range = [1, 65_535];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html */
export const container = {
  /** CPU units: 1024 are one vCPU. Linux counts 1 as 2. */
  cpu: [2, 196_608],
  /** Docker requires at least 6 MiB. The largest EC2 instance has 32 TiB. */
  memoryMiB: [6, 33_554_432],
  /** On EC2 this is the project's own limit, on Fargate it is AWS's. */
  stopTimeoutSeconds: [0, 120],
} as const satisfies Record<string, Range>;

/** A health check that ECS runs in the container. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
export const containerHealthCheck = {
  intervalSeconds: [5, 300],
  timeoutSeconds: [2, 60],
  retries: [1, 10],
  startPeriodSeconds: [0, 300],
} as const satisfies Record<string, Range>;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
export const deployment = {
  minimumHealthyPercent: [0, 100],
  maximumPercent: [100, 200],
  /** AWS limit for the bake time after a traffic shift. */
  bakeTimeMinutes: [0, 1440],
  linearStepPercent: [3, 100],
  canaryPercent: [0.1, 100],
  healthCheckGracePeriodSeconds: [0, 2_147_483_647],
} as const satisfies Record<string, Range>;

/**
 * Stages of a blue/green, linear or canary deployment at which ECS asks a Lambda function whether to go on. Those of test
 * traffic are missing, because the project has no test listener.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html (2026-11-28)
 */
export const lifecycleStages = [
  "RECONCILE_SERVICE",
  "PRE_SCALE_UP",
  "POST_SCALE_UP",
  "PRODUCTION_TRAFFIC_SHIFT",
  "POST_PRODUCTION_TRAFFIC_SHIFT",
] as const;

/** A function, or one of its versions or aliases. */
export const lambdaFunction: ArnParts = {
  service: "lambda",
  resource: String.raw`function:[\w-]{1,64}(:[\w$-]{1,128})?`,
};

/** Environment variables, with names that are valid in a shell. */
export const variableName: TextRule = {
  rule: "of 1 to 255 letters, digits, _, . and -, starting with a letter or _",
  pattern: /^[A-Za-z_][\w.-]{0,254}$/,
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html on mountPoints */
export const containerPath: TextRule = {
  rule: 'must be an absolute path, as in "/tmp"',
  pattern: /^(\/[\w.-]{1,100}){1,20}$/,
};

/** A check with a timeout longer than the interval would overlap the next one. */
export function timeoutBelowInterval({
  timeoutSeconds,
  intervalSeconds,
}: {
  readonly timeoutSeconds: number;
  readonly intervalSeconds: number;
}): Violation | undefined {
  return timeoutSeconds < intervalSeconds
    ? undefined
    : {
        field: "timeoutSeconds",
        rule: `must be below intervalSeconds (${intervalSeconds})`,
        got: timeoutSeconds,
        fix: "Lower it or raise intervalSeconds.",
      };
}

/** Placement uses the reservation. A container that exceeds the limit is killed. */
export function reservationBelowLimit({
  memoryLimitMiB: limit,
  memoryReservationMiB: reserved,
}: {
  readonly memoryLimitMiB?: number;
  readonly memoryReservationMiB?: number;
}): Violation | undefined {
  return limit === undefined || reserved === undefined || reserved < limit
    ? undefined
    : {
        field: "memoryReservationMiB",
        rule: `must be below memoryLimitMiB (${limit})`,
        got: reserved,
        fix: "Lower it, or leave it out: then the limit is reserved.",
      };
}

/** ECS rejects a name that is both a variable and a secret of a container. */
export function namesGivenTwice({
  environment = {},
  secrets = {},
}: {
  readonly environment?: object;
  readonly secrets?: object;
}): string[] {
  return Object.keys(secrets).filter((name) => Object.hasOwn(environment, name));
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html on considerations */
export function execCanWrite({
  enableExecuteCommand,
  readonlyRootFilesystem,
}: {
  readonly enableExecuteCommand: boolean;
  readonly readonlyRootFilesystem: boolean;
}): Violation | undefined {
  return enableExecuteCommand && readonlyRootFilesystem
    ? {
        field: "enableExecuteCommand",
        rule: "must be false while container.readonlyRootFilesystem is true, because the agent writes to the container's file system",
        got: enableExecuteCommand,
        fix: "Set container.readonlyRootFilesystem to false for as long as you need a shell.",
      }
    : undefined;
}

/**
 * A deployment proceeds by stopping an old task first or starting a new one first. ECS rounds the minimum of healthy tasks
 * up and the maximum of running tasks down, so with few tasks neither may be possible.
 */
export function rollsOut({
  tasks,
  minimumHealthyPercent,
  maximumPercent,
}: {
  readonly tasks: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}): Violation | undefined {
  if (tasks === 0) return undefined;
  const keep = tasksKept(tasks, minimumHealthyPercent);
  const most = Math.floor((tasks * maximumPercent) / 100);
  return keep < tasks || most > tasks
    ? undefined
    : {
        field: "maximumPercent",
        rule:
          `must leave a deployment room: of ${tasks} ${tasks === 1 ? "task" : "tasks"}, ${keep} must stay healthy ` +
          `(minimumHealthyPercent ${minimumHealthyPercent}) and ${most} may run`,
        got: maximumPercent,
        fix: "Raise it, or lower minimumHealthyPercent.",
      };
}

/** Tasks that ECS keeps running during a deployment, rounded up. */
export function tasksKept(tasks: number, minimumHealthyPercent: number): number {
  return Math.ceil((tasks * minimumHealthyPercent) / 100);
}

/** AWS's own secrets have a `!` in their names, such as `rds!cluster-…`. */
const SECRET_NAME = String.raw`[\w/+=.@!-]{1,512}`;
/** JSON key, version stage and version id; a `*` would widen the role's permission. */
const SECRET_VERSION = String.raw`(:[\w/+=.@-]{0,256}:[\w/+=.@-]{0,256}:[\w-]{0,64})?`;

const secret: ArnParts = {
  service: "secretsmanager",
  resource: `secret:${SECRET_NAME}${SECRET_VERSION}`,
};
const parameter: ArnParts = { service: "ssm", resource: String.raw`parameter/[\w./-]{1,1011}` };
const SECRET = arnPattern(secret);
const PARAMETER = arnPattern(parameter);

/** Where the value of a container's secret is stored, or undefined for other ARNs. */
export function secretKind(arn: string): "secrets-manager" | "ssm-parameter" | undefined {
  if (SECRET.test(arn)) return "secrets-manager";
  return PARAMETER.test(arn) ? "ssm-parameter" : undefined;
}

export const SECRET_RULE = "must be the ARN of a Secrets Manager secret or an SSM parameter";

/** The problem of such an ARN, phrased to follow the field's name. It omits the value, which may be the secret. */
export function secretArnProblem(value: string): string | undefined {
  if (secretKind(value) !== undefined) return undefined;
  if (!value.startsWith("arn:")) {
    return `${SECRET_RULE}: store the value there, and set its ARN here`;
  }
  const problem = value.startsWith("arn:aws:ssm")
    ? arnProblem(value, parameter, "parameter/ and its name")
    : arnProblem(value, secret, "secret: and its name");
  return `${SECRET_RULE}: ${problem ?? ""}`;
}
