import { containerDefaults } from "../../../aws/defaults";
import * as ecs from "../../../aws/containers/ecs";
import { type Broken, ofAws, rule } from "../../rules/rule";
import { inPlain, secretIn, secretInVariable } from "../../rules/containers/secrets";
import { ABSENT_OPTIONS, containerOptions, forProgram, mountedOnce } from "./container-options";
import {
  arn,
  dictionary,
  flag,
  list,
  settings,
  text,
  textOf,
  textWithout,
  wholeNumber,
} from "../fields";
import { show } from "../../wording/show";

export interface ProgramDefaults {
  readonly name: string;
  readonly port: number;
  /** Seconds from SIGTERM to SIGKILL. @default 30 */
  readonly stopTimeoutSeconds?: number;
}

export interface ContainerDefaults extends ProgramDefaults {
  readonly cpu: number;
  readonly memoryLimitMiB: number;
  /** @default what the limit is */
  readonly memoryReservationMiB?: number;
}

const { rule: variableName, pattern: variable } = ecs.variableName;

/**
 * The container of a service.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function container(defaults: ContainerDefaults) {
  return settings(
    {
      ...program(defaults),
      /**
       * CPU units: 1024 units are one vCPU.
       * @default - the system's own, on its page
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
       */
      cpu: wholeNumber(...ecs.container.cpu).default(defaults.cpu),
      /**
       * MiB. ECS kills the container above this limit.
       * @default - the system's own, on its page
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
       */
      memoryLimitMiB: wholeNumber(...ecs.container.memoryMiB).default(defaults.memoryLimitMiB),
      /**
       * MiB that placement reserves, if less than the limit.
       * @default memoryLimitMiB
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
       */
      memoryReservationMiB: reservation(defaults),
    },
    ABSENT_OPTIONS,
  ).check(reservationBelowLimit, ...ofEveryContainer);
}

export interface TaskContainerDefaults extends ProgramDefaults {
  /** @default no reservation */
  readonly memoryReservationMiB?: number;
}

/** The same where CPU and memory belong to the task. */
export function taskContainer(defaults: TaskContainerDefaults) {
  return settings(
    {
      ...program(defaults),
      /**
       * MiB of the task's memory that are reserved for the container.
       * @default - none
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
       */
      memoryReservationMiB: reservation(defaults),
    },
    ABSENT_OPTIONS,
  ).check(...ofEveryContainer);
}

/** What is told of a program, whatever carries it. */
function program(defaults: ProgramDefaults) {
  return {
    /** Name of the container. @default - the system's own, on its page */
    name: ecsName().default(defaults.name),
    /**
     * Port that the program listens on.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
     */
    port: wholeNumber(...ecs.port).default(defaults.port),
    /** Other TCP ports that it listens on. A load balancer reaches those of moreTargets. @default none */
    morePorts: list(wholeNumber(...ecs.port), "ports", 1, 20).optional(),
    ...anyContainer(defaults),
  };
}

/** The same for any container of a task. */
export function anyContainer(defaults: Pick<ProgramDefaults, "stopTimeoutSeconds"> = {}) {
  return {
    /** UDP ports that it listens on. @default none */
    udpPorts: list(wholeNumber(...ecs.port), "ports", 1, 20).optional(),
    /** Plain environment variables. @default none */
    environment: dictionary(variableName, variable, forProgram(), { max: 500 }).prefault({}),
    /** Names of variables that look like secrets but are not. @default none */
    notSecrets: list(
      text(`must be the name of a variable: ${variableName}`, variable),
      "names",
      0,
      500,
    ).default([]),
    /** Environment variables, each with the ARN of its Secrets Manager secret or SSM parameter. @default none */
    secrets: dictionary(
      variableName,
      variable,
      textWithout(ecs.SECRET_RULE, ecs.secretArnProblem),
      { max: 100 },
    ).prefault({}),
    /** ARNs of customer managed KMS keys that encrypt the secrets or the registry's credentials. @default none: AWS managed keys */
    secretKeyArns: list(
      arn(
        "must be the ARN of a KMS key",
        { service: "kms", resource: String.raw`key/[\w-]{1,64}` },
        "key/ and its id",
      ),
      "keys",
      0,
      10,
    ).default([]),
    /**
     * The program and its arguments, in place of those of the image.
     * @default the image's own
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
     */
    command: list(forProgram(), "arguments", 1, 1000, { mayRepeat: true }).optional(),
    /** User, or user:group, by name or number. @default "1000:1000" */
    user: text(
      'must be a user or user:group, as in "1000:1000"',
      /^([a-z_][\w-]{0,31}|\d{1,10})(:([a-z_][\w-]{0,31}|\d{1,10}))?$/,
    ).default(containerDefaults.user),
    /**
     * Whether the container can write nothing but its volumes.
     * @default true
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
     */
    readonlyRootFilesystem: flag().default(containerDefaults.readonlyRootFilesystem),
    /** Writable folders in a read-only root file system, each an empty volume. @default none */
    writablePaths: list(textOf(ecs.containerPath), "paths", 0, 20).default([]),
    /** Whether Docker's init process reaps orphans and forwards signals. @default false */
    initProcessEnabled: flag().default(false),
    /**
     * Seconds from SIGTERM to SIGKILL.
     * @default 30, or 90 behind Cloud Map, whose clients keep sending requests for a while
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
     */
    stopTimeoutSeconds: wholeNumber(2, ecs.container.stopTimeoutSeconds[1]).default(
      defaults.stopTimeoutSeconds ?? containerDefaults.stopTimeoutSeconds,
    ),
    ...containerOptions(),
  };
}

function reservation({ memoryReservationMiB }: { readonly memoryReservationMiB?: number }) {
  const field = wholeNumber(...ecs.container.memoryMiB).optional();
  return memoryReservationMiB === undefined ? field : field.default(memoryReservationMiB);
}

/** Letters, digits, hyphens and underscores: what ECS takes as the name of a cluster, service or container. */
export function ecsName() {
  return textOf(ecs.ecsName);
}

export const reservationBelowLimit = rule<{
  memoryLimitMiB?: number;
  memoryReservationMiB?: number;
}>(["memoryLimitMiB", "memoryReservationMiB"], ofAws(ecs.reservationBelowLimit));

type Variables = Readonly<Record<string, string>>;

const namesOnce = rule<{ environment: Variables; secrets: Variables }>(
  ["environment", "secrets"],
  ({ environment, secrets }) =>
    ecs.namesGivenTwice({ environment, secrets }).map((name) => ({
      at: ["secrets", name],
      message:
        "must not be in environment, too: ECS rejects a name that is set twice. Remove one of them.",
    })),
);

/** The messages leave out the value, which may be a secret. */
const nothingSecretInPlain = rule<{
  environment: unknown;
  command?: unknown;
  entryPoint?: unknown;
  notSecrets: unknown;
}>(
  [],
  // Each of them may be wrong in other ways.
  ({ environment, command, entryPoint, notSecrets }) => [
    ...Object.entries(environment instanceof Object ? environment : {})
      .filter(([name]) => !(Array.isArray(notSecrets) && notSecrets.includes(name)))
      .flatMap(([name, value]): Broken[] => {
        const why = typeof value === "string" ? secretInVariable(name, value) : undefined;
        const fix = `${TO_SECRETS} If it is not a secret, add the variable's name to notSecrets.`;
        return why === undefined ? [] : [inPlain(["environment", name], why, fix)];
      }),
    ...secretsInCommand(command, ["command"]),
    ...secretsInCommand(entryPoint, ["entryPoint"]),
  ],
);

const TO_SECRETS =
  "Store the value in Secrets Manager or an SSM parameter, and set its ARN in secrets.";

/** The words of a command that have a secret in them. */
export function secretsInCommand(command: unknown, at: readonly PropertyKey[]): Broken[] {
  return (Array.isArray(command) ? command : []).flatMap((word: unknown, index): Broken[] => {
    const why = typeof word === "string" ? secretIn(word) : undefined;
    return why === undefined ? [] : [inPlain([...at, index], why, TO_SECRETS)];
  });
}

interface Written {
  environment: Variables;
  secrets: Variables;
  command?: string[];
  entryPoint?: string[];
  dockerLabels?: Variables;
}

const fitsTaskDefinition = rule<Written>(
  ["environment", "secrets", "command", "entryPoint", "dockerLabels"],
  ({ environment, secrets, command, entryPoint, dockerLabels }) => {
    const others = [entryPoint, dockerLabels].filter((each) => each !== undefined);
    const bytes = Buffer.byteLength(
      JSON.stringify([
        Object.entries(environment).map(([name, value]) => ({ name, value })),
        Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
        command,
        ...others,
      ]),
    );
    return bytes <= ecs.MAX_DEFINITION_BYTES
      ? undefined
      : {
          at: ["environment"],
          message:
            `must fit the task definition, which AWS limits to 64 KiB: environment, secrets and command ` +
            `may have ${ecs.MAX_DEFINITION_BYTES} bytes, got ${show(bytes)}. Let the program read its configuration from a file or service.`,
        };
  },
);

/** The rules of a container, wherever it runs. */
export const ofEveryContainer = [
  namesOnce,
  nothingSecretInPlain,
  fitsTaskDefinition,
  mountedOnce,
] as const;
