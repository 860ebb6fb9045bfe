import * as ecs from "../../aws/ecs";
import { type Broken, ofAws, rule } from "../rules/rule";
import { carriesSecret, soundsSecret } from "../rules/secrets";
import { arn, dictionary, flag, list, settings, text, textOf, wholeNumber } from "./fields";
import { show } from "../wording/show";

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

/** Text for the program in the container. Terraform's `${` is allowed in it, for it is escaped on its way. */
const forProgram = () =>
  text(
    "must be text in quotes, without NUL characters and CDKTF tokens",
    /^(?!.*\$\{TfToken\[)[^\0]*$/s,
  );

/**
 * The container of a service.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function container(defaults: ContainerDefaults) {
  return settings({
    ...program(defaults),
    /** CPU units: 1024 are one vCPU. */
    cpu: wholeNumber(...ecs.container.cpu).default(defaults.cpu),
    /** Above this the container is killed. */
    memoryLimitMiB: wholeNumber(...ecs.container.memoryMiB).default(defaults.memoryLimitMiB),
    /** What placement sets aside, where that is less than the limit. @default memoryLimitMiB */
    memoryReservationMiB: reservation(defaults),
  }).check(reservationBelowLimit, namesOnce, nothingSecretInPlain, fitsTaskDefinition);
}

export interface FargateContainerDefaults extends ProgramDefaults {
  /** @default nothing set aside of the task's memory */
  readonly memoryReservationMiB?: number;
}

/** The same on Fargate, where CPU and memory are the task's. */
export function fargateContainer(defaults: FargateContainerDefaults) {
  return settings({
    ...program(defaults),
    /** What of the task's memory the container is sure of. */
    memoryReservationMiB: reservation(defaults),
  }).check(namesOnce, nothingSecretInPlain, fitsTaskDefinition);
}

/** What is told of a program, whatever carries it. */
function program(defaults: ProgramDefaults) {
  return {
    name: ecsName().default(defaults.name),
    /** Port on which the program listens. */
    port: wholeNumber(...ecs.port).default(defaults.port),
    /** Plain environment variables. @default none */
    environment: dictionary(variableName, variable, forProgram(), { max: 500 }).prefault({}),
    /** Environment variables by the ARN of what holds their value. @default none */
    secrets: dictionary(
      variableName,
      variable,
      text(
        "must be the ARN of a Secrets Manager secret or an SSM parameter",
        (value) => ecs.secretKind(value) !== undefined,
        "Store the value there, and give its ARN here.",
      ),
      { max: 100 },
    ).prefault({}),
    /** KMS keys of one's own that encrypt the secrets, and the registry's credentials. @default none: AWS's keys */
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
    /** @default the image's own */
    command: list(forProgram(), "arguments", 1, 1000, { mayRepeat: true }).optional(),
    /** User, or user:group, by name or number. @default "1000:1000" */
    user: text(
      'must be a user or user:group, as in "1000:1000"',
      /^([a-z_][\w-]{0,31}|\d{1,10})(:([a-z_][\w-]{0,31}|\d{1,10}))?$/,
    ).default("1000:1000"),
    /** @default true */
    readonlyRootFilesystem: flag().default(true),
    /** Folders to write to beside a read-only root file system, each an empty volume. @default none */
    writablePaths: list(textOf(ecs.containerPath), "paths", 0, 20).default([]),
    /** Whether a process of Docker's reaps orphans and forwards signals. @default false */
    initProcessEnabled: flag().default(false),
    /** Seconds from SIGTERM to SIGKILL. @default 30, or 90 behind Cloud Map, whose clients come on for a while */
    stopTimeoutSeconds: wholeNumber(2, ecs.container.stopTimeoutSeconds[1]).default(
      defaults.stopTimeoutSeconds ?? 30,
    ),
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

const reservationBelowLimit = rule<{ memoryLimitMiB: number; memoryReservationMiB?: number }>(
  ["memoryLimitMiB", "memoryReservationMiB"],
  ofAws(ecs.reservationBelowLimit),
);

type Variables = Readonly<Record<string, string>>;

const namesOnce = rule<{ environment: Variables; secrets: Variables }>(
  ["environment", "secrets"],
  ({ environment, secrets }) =>
    ecs.namesGivenTwice({ environment, secrets }).map((name) => ({
      at: ["secrets", name],
      message:
        "must not be in environment, too: ECS refuses a name given twice. Take it out of one of them.",
    })),
);

/** The messages leave out the value, which may be a secret. */
const nothingSecretInPlain = rule<{ environment: unknown }>([], ({ environment }) =>
  // Its other variables may be wrong in other ways.
  Object.entries(environment instanceof Object ? environment : {}).flatMap(
    ([name, value]): Broken[] => {
      if (typeof value !== "string") return [];
      const why = soundsSecret(name) ? "has the name of a secret" : carriesSecret(value);
      return why === undefined
        ? []
        : [
            {
              at: ["environment", name],
              message:
                `must not hold a secret, and ${why}: whoever may read the task definition reads it (ECS.8). ` +
                `Store the value in Secrets Manager or an SSM parameter, and give its ARN in secrets.`,
            },
          ];
    },
  ),
);

const fitsTaskDefinition = rule<{ environment: Variables; secrets: Variables; command?: string[] }>(
  ["environment", "secrets", "command"],
  ({ environment, secrets, command }) => {
    const bytes = Buffer.byteLength(JSON.stringify([environment, secrets, command]));
    return bytes <= ecs.MAX_DEFINITION_BYTES
      ? undefined
      : {
          at: ["environment"],
          message:
            `must leave room in the task definition, which AWS limits to 64 KiB: environment, secrets and command ` +
            `may have ${ecs.MAX_DEFINITION_BYTES} bytes, got ${show(bytes)}. Let the program read its configuration from elsewhere.`,
        };
  },
);
