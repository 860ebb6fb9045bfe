import { carriesSecret, isSecretArn, soundsSecret } from "../rules/secrets";
import { type Broken, broken, rule } from "../rules/rule";
import { show } from "../wording/show";
import { dictionary, flag, list, settings, text, wholeNumber } from "./fields";

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

/** Docker takes no less, in MiB. */
const MIN_MEMORY = 6;
/** The largest instance of EC2 has 32 TiB. */
const MAX_MEMORY = 33_554_432;

const variableName = "of 1 to 255 letters, digits, _, . and -, which begins with a letter or _";
const VARIABLE = /^[A-Za-z_][\w.-]{0,254}$/;

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
    cpu: wholeNumber(2, 196_608).default(defaults.cpu),
    /** Above this the container is killed. */
    memoryLimitMiB: wholeNumber(MIN_MEMORY, MAX_MEMORY).default(defaults.memoryLimitMiB),
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
    port: wholeNumber(1, 65_535).default(defaults.port),
    /** Plain environment variables. @default none */
    environment: dictionary(variableName, VARIABLE, forProgram(), { max: 500 }).prefault({}),
    /** Environment variables by the ARN of what holds their value. @default none */
    secrets: dictionary(
      variableName,
      VARIABLE,
      text(
        "must be the ARN of a Secrets Manager secret or an SSM parameter",
        isSecretArn,
        "Store the value there, and give its ARN here.",
      ),
      { max: 100 },
    ).prefault({}),
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
    writablePaths: list(
      text('must be an absolute path, as in "/tmp"', /^(\/[\w.-]{1,100}){1,20}$/),
      "paths",
      0,
      20,
    ).default([]),
    /** Whether a process of Docker's reaps orphans and forwards signals. @default false */
    initProcessEnabled: flag().default(false),
    /** Seconds from SIGTERM to SIGKILL. @default 30, or 90 behind Cloud Map, whose clients come on for a while */
    stopTimeoutSeconds: wholeNumber(2, 120).default(defaults.stopTimeoutSeconds ?? 30),
  };
}

function reservation({ memoryReservationMiB }: { readonly memoryReservationMiB?: number }) {
  const field = wholeNumber(MIN_MEMORY, MAX_MEMORY).optional();
  return memoryReservationMiB === undefined ? field : field.default(memoryReservationMiB);
}

/** Letters, digits, hyphens and underscores: what ECS takes as the name of a cluster, service or container. */
export function ecsName() {
  return text("must be 1 to 200 letters, digits, hyphens and underscores", /^[\w-]{1,200}$/);
}

const reservationBelowLimit = rule<{ memoryLimitMiB: number; memoryReservationMiB?: number }>(
  ["memoryLimitMiB", "memoryReservationMiB"],
  ({ memoryLimitMiB: limit, memoryReservationMiB: reserved }) =>
    reserved === undefined || reserved < limit
      ? undefined
      : broken(
          "memoryReservationMiB",
          `must be below memoryLimitMiB (${limit})`,
          reserved,
          "Lower it, or leave it out: the limit is reserved then.",
        ),
);

type Variables = Readonly<Record<string, string>>;

const namesOnce = rule<{ environment: Variables; secrets: Variables }>(
  ["environment", "secrets"],
  ({ environment, secrets }) =>
    Object.keys(secrets)
      .filter((name) => Object.hasOwn(environment, name))
      .map((name) => ({
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

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_BYTES = 60_000;

const fitsTaskDefinition = rule<{ environment: Variables; secrets: Variables; command?: string[] }>(
  ["environment", "secrets", "command"],
  ({ environment, secrets, command }) => {
    const bytes = Buffer.byteLength(JSON.stringify([environment, secrets, command]));
    return bytes <= MAX_BYTES
      ? undefined
      : {
          at: ["environment"],
          message:
            `must leave room in the task definition, which AWS limits to 64 KiB: environment, secrets and command ` +
            `may have ${MAX_BYTES} bytes, got ${show(bytes)}. Let the program read its configuration from elsewhere.`,
        };
  },
);
