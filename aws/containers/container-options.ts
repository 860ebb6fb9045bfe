import { type Platform, platformNames } from "./task-containers";
import type { Range, TextRule, Violation } from "../violation";

/*
 * Less common options that ECS accepts in a container definition.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (read 2026-11-28)
 */

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html */
export const ulimitNames = [
  "core",
  "cpu",
  "data",
  "fsize",
  "locks",
  "memlock",
  "msgqueue",
  "nice",
  "nofile",
  "nproc",
  "rss",
  "rtprio",
  "rttime",
  "sigpending",
  "stack",
] as const;

/** -1 means no limit. ECS accepts a 32-bit integer. */
export const ulimit: Range = [-1, 2_147_483_647];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html */
export const capabilities = [
  "ALL",
  "AUDIT_CONTROL",
  "AUDIT_WRITE",
  "BLOCK_SUSPEND",
  "CHOWN",
  "DAC_OVERRIDE",
  "DAC_READ_SEARCH",
  "FOWNER",
  "FSETID",
  "IPC_LOCK",
  "IPC_OWNER",
  "KILL",
  "LEASE",
  "LINUX_IMMUTABLE",
  "MAC_ADMIN",
  "MAC_OVERRIDE",
  "MKNOD",
  "NET_ADMIN",
  "NET_BIND_SERVICE",
  "NET_BROADCAST",
  "NET_RAW",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_CHROOT",
  "SYS_MODULE",
  "SYS_NICE",
  "SYS_PACCT",
  "SYS_PTRACE",
  "SYS_RAWIO",
  "SYS_RESOURCE",
  "SYS_TIME",
  "SYS_TTY_CONFIG",
  "SYSLOG",
  "WAKE_ALARM",
] as const;

/** MiB of a tmpfs file system or of /dev/shm. The upper limit is this project's own. */
export const memoryFileSystemMiB: Range = [1, 1_048_576];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html */
export const restartPolicy = {
  attemptPeriodSeconds: [60, 1800],
  ignoredExitCodes: [0, 50],
} as const satisfies Record<string, Range>;

/** Fargate's range. Longer values have no use for a service. */
export const startTimeoutSeconds: Range = [2, 120];

export const exitCode: Range = [0, 255];

/** Whole GPUs of a container, up to those of the largest types. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ResourceRequirement.html */
export const gpu: Range = [1, 16];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html */
export const environmentFiles: Range = [1, 10];

/** An object key must not contain a colon here, so that it cannot be mistaken for a part of the ARN. */
export const environmentFileArn: TextRule = {
  rule: 'must be the ARN of an S3 object whose name ends in ".env", as in "arn:aws:s3:::shop-settings/web.env"',
  pattern: /^arn:aws[a-z-]{0,20}:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[\w!.*'()/-]{1,500}\.env$/,
};

/** The bucket of such an object. */
export function bucketOf(objectArn: string): string {
  return objectArn.replace(/\/.*$/, "");
}

/** Name of a Docker label. */
export const labelName: TextRule = {
  rule: "of 1 to 128 letters, digits and _./-",
  pattern: /^[\w./-]{1,128}$/,
};

/** Container options that depend on where the task runs. */
export interface PlatformOptions {
  readonly dockerLabels?: Readonly<Record<string, string>>;
  readonly ulimits?: Readonly<Record<string, unknown>>;
  readonly capabilities?: { readonly add?: readonly string[] };
  readonly tmpfs?: Readonly<Record<string, unknown>>;
  readonly shmSizeMiB?: number;
  readonly extraHosts?: Readonly<Record<string, string>>;
  readonly dnsServers?: readonly string[];
  readonly dnsSearchDomains?: readonly string[];
  readonly gpu?: number;
}

/** Why a platform lacks an option, and what to use instead. */
type Lacks = Partial<Record<keyof PlatformOptions, readonly [why: string, fix: string]>>;

const namesByVpc = [
  "whose tasks resolve names by their VPC (network mode awsvpc)",
  "Write the names into a private hosted zone, or set the resolver in the VPC's DHCP options.",
] as const;

const hosts = { extraHosts: namesByVpc, dnsServers: namesByVpc, dnsSearchDomains: namesByVpc };

/**
 * Options that ECS always refuses.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-tasks-services.html
 */
const lacking: Readonly<Record<Platform, Lacks>> = {
  fargate: {
    gpu: [
      "which has no GPUs",
      "Run the tasks on a group of instances of a type such as g6.xlarge, or on Managed Instances with capacity.minGpus.",
    ],
    shmSizeMiB: [
      "which does not size /dev/shm",
      "Let the program use a tmpfs directory, or run the tasks on instances.",
    ],
    ...hosts,
  },
  "managed-instances": {
    dockerLabels: [
      "which do not pass labels to the container",
      "Set tags, which tasks have everywhere, or run the tasks on Fargate or on a group of instances.",
    ],
    tmpfs: [
      "which have no file systems in memory",
      "Use writablePaths, or run the tasks on Fargate or on a group of instances.",
    ],
    shmSizeMiB: [
      "which do not size /dev/shm",
      "Let the program use a directory in writablePaths, or run the tasks on a group of instances.",
    ],
    ...hosts,
  },
};

/** Options of a container that ECS refuses on its platform. */
export function unknownTo(platform: Platform, container: PlatformOptions): Violation[] {
  const absent = Object.entries(lacking[platform]) as [
    keyof PlatformOptions,
    readonly [string, string],
  ][];
  return [
    ...(platform === "fargate" ? limitsOfFargate(container) : []),
    ...absent
      .filter(([field]) => container[field] !== undefined)
      .map(([field, [why, fix]]) => ({
        field,
        rule: `must be left out on ${platformNames[platform]}, ${why}`,
        got: container[field],
        fix,
      })),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
function limitsOfFargate({
  ulimits = {},
  capabilities: { add = [] } = {},
}: PlatformOptions): Violation[] {
  const others = add.filter((name) => name !== "SYS_PTRACE");
  return [
    ...Object.keys(ulimits)
      .filter((name) => name !== "nofile")
      .map((name) => ({
        field: `ulimits.${name}`,
        rule: "must be left out on Fargate, which supports no limit other than nofile",
        got: ulimits[name],
        fix: "Remove it, or run the tasks on instances.",
      })),
    ...(others.length === 0
      ? []
      : [
          {
            field: "capabilities.add",
            rule: "must be SYS_PTRACE alone on Fargate, which supports no other capability",
            got: others.join(", "),
            fix: "Remove the others, or run the tasks on instances.",
          },
        ]),
  ];
}

/** The kernel refuses a soft limit above the hard limit. */
export function softBelowHard({
  soft,
  hard,
}: {
  readonly soft: number;
  readonly hard: number;
}): Violation | undefined {
  const most = (limit: number) => (limit === -1 ? Infinity : limit);
  return most(soft) <= most(hard)
    ? undefined
    : {
        field: "soft",
        rule: `must not be above hard (${hard})`,
        got: soft,
        fix: "Lower soft or raise hard; -1 is no limit.",
      };
}

/** Two file systems cannot be mounted at one path. */
export function mountedOnce({
  writablePaths = [],
  tmpfs = {},
}: {
  readonly writablePaths?: readonly string[];
  readonly tmpfs?: Readonly<Record<string, unknown>>;
}): Violation[] {
  return Object.keys(tmpfs)
    .filter((path) => writablePaths.includes(path))
    .map((path) => ({
      field: "writablePaths",
      rule: `must not hold ${path}, where tmpfs mounts another file system`,
      got: path,
      fix: "Remove one of them.",
    }));
}
