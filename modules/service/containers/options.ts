import { restartDefaults } from "../../../aws/defaults";
import type { DependencyCondition } from "../../../aws/containers/task-containers";
import { sortedEntries, unlessEmpty } from "./lists";

/**
 * Options of a container that most do without.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface ContainerOptions {
  /** @default the image's own */
  readonly entryPoint?: readonly string[];
  /** @default the image's own */
  readonly workingDirectory?: string;
  /** ARNs of files in S3, one `NAME=value` a line; at most 10. @default none */
  readonly environmentFiles?: readonly string[];
  /** Not on ECS Managed Instances. @default none */
  readonly dockerLabels?: Readonly<Record<string, string>>;
  /** Limits by name; -1 is no limit. On Fargate only `nofile`. @default those of Docker or Fargate */
  readonly ulimits?: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  /** On Fargate only `SYS_PTRACE` can be added. @default Docker's */
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  /** Where it mounts volumes of the task, by path. @default none */
  readonly mounts?: Readonly<
    Record<string, { readonly volume: string; readonly readOnly?: boolean }>
  >;
  /** File systems in the container's memory by their paths; not on ECS Managed Instances. @default none */
  readonly tmpfs?: Readonly<Record<string, { readonly sizeMiB: number }>>;
  /** MiB of /dev/shm; only on EC2. @default 64, Docker's */
  readonly shmSizeMiB?: number;
  /** NVIDIA GPUs that no other container has; not on Fargate. @default none */
  readonly gpu?: number;
  /** Addresses by name for /etc/hosts; only on EC2. @default none */
  readonly extraHosts?: Readonly<Record<string, string>>;
  /** Only on EC2. @default those of the VPC */
  readonly dnsServers?: readonly string[];
  /** Only on EC2. @default those of the VPC */
  readonly dnsSearchDomains?: readonly string[];
  /** Whether an init process reaps orphans and forwards signals; for images whose program does neither. @default false */
  readonly initProcessEnabled?: boolean;
  /** Containers of the task that must be started, done or healthy before this one starts. @default none */
  readonly dependsOn?: Readonly<Record<string, DependencyCondition>>;
  /** Containers of the task that this one reaches by name; only on Docker's bridge. @default none */
  readonly links?: readonly string[];
  /** Seconds for which containers that depend on this one wait for it; 2 to 120. @default - AWS's: 3 minutes on Fargate */
  readonly startTimeoutSeconds?: number;
  /** Restarts the container without replacing its task. @default its task is replaced */
  readonly restartPolicy?: RestartPolicy;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html */
export interface RestartPolicy {
  /** @default none */
  readonly ignoredExitCodes?: readonly number[];
  /** Seconds that a container must have run to be restarted, from 60 to 1800. @default 300 */
  readonly attemptPeriodSeconds?: number;
}

/** What of a container definition these options are; all but `linuxParameters`. */
export function optionsOf(options: ContainerOptions): object {
  const { environmentFiles = [], restartPolicy } = options;
  return {
    entryPoint: options.entryPoint,
    workingDirectory: options.workingDirectory,
    environmentFiles: unlessEmpty(environmentFiles.map((value) => ({ type: "s3", value }))),
    dockerLabels: options.dockerLabels,
    ulimits: unlessEmpty(
      sortedEntries(options.ulimits ?? {}).map(([name, { soft, hard }]) => ({
        name,
        softLimit: soft,
        hardLimit: hard,
      })),
    ),
    extraHosts: unlessEmpty(
      sortedEntries(options.extraHosts ?? {}).map(([hostname, ipAddress]) => ({
        hostname,
        ipAddress,
      })),
    ),
    dnsServers: options.dnsServers,
    dnsSearchDomains: options.dnsSearchDomains,
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ResourceRequirement.html
    resourceRequirements:
      options.gpu === undefined ? undefined : [{ type: "GPU", value: `${options.gpu}` }],
    dependsOn: unlessEmpty(
      sortedEntries(options.dependsOn ?? {}).map(([containerName, condition]) => ({
        containerName,
        condition,
      })),
    ),
    links: unlessEmpty([...(options.links ?? [])].sort()),
    startTimeout: options.startTimeoutSeconds,
    restartPolicy: restartPolicy && {
      enabled: true,
      ignoredExitCodes: unlessEmpty(restartPolicy.ignoredExitCodes ?? []),
      restartAttemptPeriod:
        restartPolicy.attemptPeriodSeconds ?? restartDefaults.attemptPeriodSeconds,
    },
  };
}

/**
 * @param memoryPaths paths of file systems in memory without a size of their own
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html
 */
export function linuxParameters(
  options: ContainerOptions,
  memoryPaths: readonly string[],
): object | undefined {
  const { add = [], drop = [] } = options.capabilities ?? {};
  const mounts = sortedEntries({
    ...Object.fromEntries(memoryPaths.map((path) => [path, TMPFS_MIB])),
    ...Object.fromEntries(
      Object.entries(options.tmpfs ?? {}).map(([path, { sizeMiB }]) => [path, sizeMiB]),
    ),
  });
  const parameters = {
    initProcessEnabled: options.initProcessEnabled === true ? true : undefined,
    capabilities:
      add.length + drop.length === 0
        ? undefined
        : { add: unlessEmpty([...add].sort()), drop: unlessEmpty([...drop].sort()) },
    sharedMemorySize: options.shmSizeMiB,
    tmpfs: unlessEmpty(mounts.map(([containerPath, size]) => ({ containerPath, size }))),
  };
  return Object.values(parameters).some((value) => value !== undefined) ? parameters : undefined;
}

/** The most that one without a size holds, of the memory of its task. */
const TMPFS_MIB = 64;
