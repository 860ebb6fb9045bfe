import { containerCheckDefaults, containerDefaults } from "../../../aws/defaults";
import type { ImageSource } from "../../delivery/image-address";
import { terraformJson } from "../../terraform-json";
import { sortedEntries, unlessEmpty } from "../containers/lists";
import { type ContainerOptions, linuxParameters, optionsOf } from "../containers/options";
import { resolveSecret, type SecretSource } from "./secret-source";

/** A container of a task. */
export interface ContainerProps extends ContainerOptions {
  readonly name: string;
  /** Full address of the image, tag or digest included. */
  readonly image: string;
  /**
   * ARN of a secret with `username` and `password` for the image's registry.
   * @default none: the registry is public, or ECR
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
   */
  readonly registryCredentialsArn?: string;
  /** CPU units (1024 a core): a share on EC2, and what placement counts. @default none */
  readonly cpu?: number;
  /** Above this the container is killed. On EC2 this or `memoryReservationMiB` is needed. @default none */
  readonly memoryLimitMiB?: number;
  /** MiB that placement reserves instead of the limit; must be below it. @default the limit */
  readonly memoryReservationMiB?: number;
  /** Whether the task stops when this container does. @default true */
  readonly essential?: boolean;
  /** TCP ports that the container listens on. @default none */
  readonly ports?: readonly number[];
  /** UDP ports that it listens on. @default none */
  readonly udpPorts?: readonly number[];
  /** The one of its `ports` that an endpoint of Service Connect names. @default none */
  readonly namedPort?: NamedPort;
  /** Literal values reach the container as they are written; a `${…}` in them is no expression. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Environment variables read from Secrets Manager or SSM when the container starts; ARNs where known. @default none */
  readonly secrets?: Readonly<Record<string, string | SecretSource>>;
  /** @default the image's own */
  readonly command?: readonly string[];
  /** User and group that the process runs as. @default "1000:1000" */
  readonly user?: string;
  /** @default true */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * Writable paths in a read-only root file system: an empty volume each on EC2 and on managed instances, and on Fargate
   * a file system in the task's memory, of at most 64 MiB.
   * @default none
   */
  readonly writablePaths?: readonly string[];
  /** Seconds from the stop signal to the kill signal; at most 120 on Fargate. @default 30 */
  readonly stopTimeoutSeconds?: number;
  /** @default none */
  readonly healthCheck?: ContainerHealthCheck;
  readonly logging: ContainerLogging;
  /** How the log router of the task takes its output. @default - CloudWatch takes it */
  readonly routing?: LogRouting;
  /** Whether it is the log router of its task, whose own output CloudWatch takes. @default false */
  readonly isLogRouter?: boolean;
}

/** The output of Fluent Bit for what a container writes, as options of the log driver. */
export interface LogRouting {
  readonly options: Readonly<Record<string, string>>;
  /** ARNs of secrets that are options, too. @default none */
  readonly secretOptions?: Readonly<Record<string, string>>;
}

/** A container beside the service's own, in each of its tasks. */
export interface SidecarProps extends Omit<
  ContainerProps,
  "image" | "registryCredentialsArn" | "logging"
> {
  /** `service` is the image of the service's own container, as for a migration. */
  readonly image: ImageSource | { readonly kind: "service" };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
export interface NamedPort {
  readonly port: number;
  readonly name: string;
  /** What the proxy of Service Connect understands. Another one needs another service. @default TCP */
  readonly appProtocol?: "http" | "http2" | "grpc";
}

/**
 * A command that ECS runs in the container as its health check.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
 */
export interface ContainerHealthCheck {
  /** `["CMD", program, argument, …]`, or `["CMD-SHELL", line]`. */
  readonly command: readonly string[];
  /** From 5 to 300. @default 30 */
  readonly intervalSeconds?: number;
  /** From 2 to 60. @default 5 */
  readonly timeoutSeconds?: number;
  /** From 1 to 10. @default 3 */
  readonly retries?: number;
  /** Time in which failures do not count, at most 300. @default 0 */
  readonly startPeriodSeconds?: number;
}

/** The CloudWatch Logs destination of a container's output. */
export interface ContainerLogging {
  readonly groupName: string;
  readonly region: string;
  /** A stream's name is `<prefix>/<container>/<task id>`. */
  readonly streamPrefix: string;
  /** Memory for output that CloudWatch has not taken yet. @default 25 */
  readonly bufferMiB?: number;
}

/**
 * A command that sends a request to the program's port with the image's Node.js, so the image needs no curl.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
 */
export function nodeHealthCheck(port: number, path: string): readonly string[] {
  const url = JSON.stringify(`http://127.0.0.1:${port}${path}`);
  const program = `fetch(${url}).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  return ["CMD", "node", "-e", program];
}

/** Network mode of a task: `bridge` shares the instance's address, `awsvpc` has its own. */
export type NetworkMode = "bridge" | "awsvpc";

/**
 * A container definition as ECS takes it.
 *
 * @param hasVolumes whether writable paths are empty volumes, rather than file systems in memory
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export function containerDefinition(
  container: ContainerProps,
  networkMode: NetworkMode,
  hasVolumes = networkMode === "bridge",
): object {
  return {
    name: container.name,
    image: container.image,
    repositoryCredentials: container.registryCredentialsArn && {
      credentialsParameter: container.registryCredentialsArn,
    },
    cpu: container.cpu,
    memory: container.memoryLimitMiB,
    memoryReservation: container.memoryReservationMiB,
    essential: container.essential ?? containerDefaults.essential,
    portMappings: unlessEmpty([
      ...portMappings(container.ports ?? [], "tcp", networkMode).map((mapping) =>
        named(mapping, container.namedPort),
      ),
      ...portMappings(container.udpPorts ?? [], "udp", networkMode),
    ]),
    environment: unlessEmpty(environment(container.environment ?? {})),
    secrets: unlessEmpty(secrets(container.secrets ?? {})),
    command: container.command,
    ...optionsOf(container),
    user: container.user ?? containerDefaults.user,
    readonlyRootFilesystem:
      container.readonlyRootFilesystem ?? containerDefaults.readonlyRootFilesystem,
    systemControls: unlessEmpty(systemControls(container, networkMode)),
    mountPoints: unlessEmpty(mountPoints(container, hasVolumes)),
    stopTimeout: container.stopTimeoutSeconds ?? containerDefaults.stopTimeoutSeconds,
    linuxParameters: linuxParameters(container, memoryPaths(container, hasVolumes)),
    healthCheck: container.healthCheck && healthCheck(container.healthCheck),
    firelensConfiguration: container.isLogRouter
      ? { type: "fluentbit", options: { "enable-ecs-log-metadata": "true" } }
      : undefined,
    logConfiguration: container.routing
      ? routedConfiguration(container.routing)
      : logConfiguration(container.logging),
  };
}

/** Name of the volume behind a writable path, unique in its task. */
export function volumeName(containerName: string, path: string): string {
  return `${containerName}${path.replaceAll(/[^a-zA-Z0-9]+/g, "-").replace(/-$/, "")}`;
}

function portMappings(ports: readonly number[], protocol: "tcp" | "udp", networkMode: NetworkMode) {
  return ports.map((containerPort) => ({
    containerPort,
    // 0 lets Docker pick a free port of the instance, so that several tasks fit on one. A task with an address of its
    // own has no other port, and ECS answers with this one even when asked for none.
    hostPort: networkMode === "bridge" ? 0 : containerPort,
    protocol,
  }));
}

function named(mapping: { readonly containerPort: number }, port: NamedPort | undefined) {
  return port?.port === mapping.containerPort
    ? { ...mapping, name: port.name, appProtocol: port.appProtocol }
    : mapping;
}

/**
 * In a network of its own a task has the kernel's rule that only root listens below 1024, which Docker's bridge lifts.
 *
 * @see https://github.com/aws/containers-roadmap/issues/1721
 */
function systemControls(
  { ports = [], udpPorts = [], user }: ContainerProps,
  networkMode: NetworkMode,
) {
  const lowest = Math.min(...ports, ...udpPorts);
  return networkMode === "awsvpc" && lowest < 1024 && !/^(root|0)(:|$)/.test(user ?? "")
    ? [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: `${lowest}` }]
    : [];
}

function environment(variables: Readonly<Record<string, string>>) {
  return sortedEntries(variables).map(([name, value]) => ({ name, value }));
}

function secrets(sources: NonNullable<ContainerProps["secrets"]>) {
  return sortedEntries(sources).map(([name, source]) => ({
    name,
    valueFrom: resolveSecret(source)?.valueFrom,
  }));
}

/**
 * On Fargate, only root can write to an empty volume; a file system in memory has the mode 1777.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
 */
function memoryPaths({ writablePaths = [] }: ContainerProps, hasVolumes: boolean) {
  return hasVolumes ? [] : writablePaths;
}

function mountPoints({ name, writablePaths = [], mounts }: ContainerProps, hasVolumes: boolean) {
  const emptyVolumes = hasVolumes ? writablePaths : [];
  const all = {
    ...Object.fromEntries(
      emptyVolumes.map((path) => [path, { volume: volumeName(name, path), readOnly: false }]),
    ),
    ...mounts,
  };
  return sortedEntries(all).map(([containerPath, { volume, readOnly }]) => ({
    sourceVolume: volume,
    containerPath,
    readOnly: readOnly ?? false,
  }));
}

function healthCheck(check: ContainerHealthCheck) {
  return {
    command: check.command,
    interval: check.intervalSeconds ?? containerCheckDefaults.intervalSeconds,
    timeout: check.timeoutSeconds ?? containerCheckDefaults.timeoutSeconds,
    retries: check.retries ?? containerCheckDefaults.retries,
    startPeriod: check.startPeriodSeconds,
  };
}

/**
 * In blocking mode, a program stops at its next line of output while CloudWatch is slow or unavailable; it would fail its
 * health checks for want of a log. Non-blocking mode buffers, and drops the oldest lines once the buffer is full.
 *
 * @see https://aws.amazon.com/blogs/containers/preventing-log-loss-with-non-blocking-mode-in-the-awslogs-container-log-driver/
 */
export function logConfiguration({ groupName, region, streamPrefix, bufferMiB }: ContainerLogging) {
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": groupName,
      "awslogs-region": region,
      "awslogs-stream-prefix": streamPrefix,
      mode: "non-blocking",
      "max-buffer-size": `${bufferMiB ?? 25}m`,
    },
  };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html */
function routedConfiguration({ options, secretOptions = {} }: LogRouting) {
  return {
    logDriver: "awsfirelens",
    options: Object.fromEntries(sortedEntries(options)),
    secretOptions: unlessEmpty(secrets(secretOptions)),
  };
}

/** Container definitions as the value of `container_definitions`. */
export function containerDefinitionsJson(definitions: readonly object[]): string {
  return terraformJson(definitions);
}
