import { isIP } from "node:net";
import { restartDefaults } from "../../../aws/defaults";
import * as aws from "../../../aws/containers/container-options";
import { containerPath, ecsName } from "../../../aws/containers/ecs";
import { isHostName } from "../../../aws/names";
import { dependencyConditions, MAX_CONTAINERS } from "../../../aws/containers/task-containers";
import { ofAws, rule } from "../../rules/rule";
import { secretIn } from "../../rules/containers/secrets";
import {
  choice,
  dictionary,
  flag,
  list,
  settings,
  text,
  textOf,
  textWithout,
  wholeNumber,
} from "../fields";

const PROGRAM_TEXT = "must be text in quotes, without NUL characters and CDKTF tokens";

/** Text for the program in the container. Terraform's `${` is allowed in it, for it is escaped on its way. */
export const forProgram = () => textWithout(PROGRAM_TEXT, programTextProblem);

/** What would not arrive as it is written. */
function programTextProblem(value: string): string | undefined {
  if (/\0|\$\{TfToken\[/.test(value)) return PROGRAM_TEXT;
  // https://pkg.go.dev/github.com/zclconf/go-cty/cty#StringVal
  return /\p{Surrogate}/u.test(value) || value !== value.normalize("NFC")
    ? 'must be Unicode in its composed form (NFC), to which Terraform changes all text. Write it with .normalize("NFC")'
    : undefined;
}

const capability = () =>
  text('must be a capability of Linux that ECS knows, as in "NET_ADMIN" or "ALL"', (name) =>
    aws.capabilities.some((known) => known === name),
  );

const address = () => text('must be an IP address, as in "10.0.0.2"', (value) => isIP(value) > 0);

const hostName = (value: string) => isHostName(value.toLowerCase());

const limits = settings({
  /**
   * Number that the program gets. -1 is no limit.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html
   */
  soft: wholeNumber(...aws.ulimit),
  /**
   * Number that the program may raise it to. -1 is no limit.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html
   */
  hard: wholeNumber(...aws.ulimit),
}).check(rule<{ soft: number; hard: number }>(["soft", "hard"], ofAws(aws.softBelowHard)));

/** Options of a container that most do without. */
export function containerOptions() {
  return {
    /** The program that the container runs; command is its arguments then. @default the image's own */
    entryPoint: list(forProgram(), "arguments", 1, 100, { mayRepeat: true }).optional(),
    /** Folder in which the program starts. @default the image's own */
    workingDirectory: textOf(containerPath).optional(),
    /** Values from files in S3, one `NAME=value` a line. Those of environment take precedence. @default none */
    environmentFiles: list(
      textOf(aws.environmentFileArn),
      "files",
      ...aws.environmentFiles,
    ).optional(),
    /** Docker labels of the container; not on Managed Instances. @default none */
    dockerLabels: dictionary(aws.labelName.rule, aws.labelName.pattern, withoutSecret(), {
      min: 1,
      max: 50,
    }).optional(),
    /** Resource limits by name; on Fargate only nofile. @default those of Docker or Fargate */
    ulimits: dictionary(
      `that is one of ${aws.ulimitNames.join(", ")}`,
      (name) => aws.ulimitNames.some((known) => known === name),
      limits,
      { min: 1, max: aws.ulimitNames.length },
    ).optional(),
    /** Kernel capabilities in addition to Docker's, or fewer; on Fargate only SYS_PTRACE can be added. @default Docker's */
    capabilities: settings({
      /** Capabilities in addition to Docker's. @default none */
      add: list(capability(), "capabilities", 1, 38).optional(),
      /** Capabilities of Docker's that the container does without. @default none */
      drop: list(capability(), "capabilities", 1, 38).optional(),
    }).optional(),
    /** Where it mounts volumes of the task, by path. @default none */
    mounts: dictionary(
      'that is an absolute path, as in "/data"',
      containerPath.pattern,
      settings({
        /** A name of volumes. */
        volume: textOf(ecsName),
        /** Whether the container can only read it. @default false */
        readOnly: flag().default(false),
      }),
      { min: 1, max: 20 },
    ).optional(),
    /** File systems in the container's memory, by the path that each is mounted at; not on Managed Instances. @default none */
    tmpfs: dictionary(
      'that is an absolute path, as in "/run"',
      containerPath.pattern,
      settings({
        /**
         * MiB of the container's memory that it holds at most.
         * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
         */
        sizeMiB: wholeNumber(...aws.memoryFileSystemMiB),
      }),
      { min: 1, max: 20 },
    ).optional(),
    /**
     * MiB of /dev/shm; only on a group of instances.
     * @default 64, Docker's
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html
     */
    shmSizeMiB: wholeNumber(...aws.memoryFileSystemMiB).optional(),
    /**
     * Number of NVIDIA GPUs that the container has for itself; not on Fargate.
     * @default none
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-gpu.html
     */
    gpu: wholeNumber(...aws.gpu).optional(),
    /** Names with their addresses for /etc/hosts; only on a group of instances. @default none */
    extraHosts: dictionary('that is a host name, as in "billing.internal"', hostName, address(), {
      min: 1,
      max: 50,
    }).optional(),
    /** Resolvers, of which Linux asks three at most; only on a group of instances. @default those of the VPC */
    dnsServers: list(address(), "addresses", 1, 3).optional(),
    /** Domains that complete a name without dots; only on a group of instances. @default those of the VPC */
    dnsSearchDomains: list(
      text('must be a domain, as in "corp.example.com"', hostName),
      "domains",
      1,
      6,
    ).optional(),
    /** Containers of the task that must be started, done or healthy before this one starts, by name. @default none */
    dependsOn: dictionary(
      "of 1 to 200 letters, digits, hyphens and underscores",
      ecsName.pattern,
      choice(...dependencyConditions),
      { min: 1, max: MAX_CONTAINERS - 1 },
    ).optional(),
    /** Containers of the task that this one reaches by name; only on a group of instances. Elsewhere, all of them are at localhost. @default none */
    links: list(textOf(ecsName), "containers", 1, MAX_CONTAINERS - 1).optional(),
    /**
     * Seconds for which containers that depend on this one wait for it.
     * @default AWS's, 3 minutes on Fargate
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
     */
    startTimeoutSeconds: wholeNumber(...aws.startTimeoutSeconds).optional(),
    /** Restarts the container when it ends, without replacing its task. @default its task is replaced */
    restartPolicy: settings({
      /** Exit codes after which it is not restarted. @default none */
      ignoredExitCodes: list(
        wholeNumber(...aws.exitCode),
        "exit codes",
        ...aws.restartPolicy.ignoredExitCodes,
      ).default([]),
      /**
       * Seconds that it must have run to be restarted.
       * @default 300
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html
       */
      attemptPeriodSeconds: wholeNumber(...aws.restartPolicy.attemptPeriodSeconds).default(
        restartDefaults.attemptPeriodSeconds,
      ),
    }).optional(),
  };
}

/** A label is for everyone who may look at the container. */
function withoutSecret() {
  return textWithout(PROGRAM_TEXT, (value) => {
    const why = secretIn(value);
    const secret =
      why && `must not hold a secret, and ${why}. Set it in secrets, which the program reads`;
    return programTextProblem(value) ?? secret;
  });
}

/** Why there are no such options. */
export const ABSENT_OPTIONS = {
  privileged:
    "must be removed: a privileged container is root on its instance (ECS.4). Add single capabilities in capabilities.add.",
};

export const mountedOnce = rule<{ writablePaths: string[]; tmpfs?: object }>(
  ["writablePaths", "tmpfs"],
  ({ writablePaths, tmpfs }) => ofAws(aws.mountedOnce)({ writablePaths, tmpfs: { ...tmpfs } }),
);
