import type { SecretSource } from "./secret-source";

/** A container of a task. */
export interface ContainerProps {
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
  /** What placement counts in place of the limit; must be below it. @default the limit */
  readonly memoryReservationMiB?: number;
  /** Whether the task stops when this container does. @default true */
  readonly essential?: boolean;
  /** TCP ports that the container listens on. @default none */
  readonly ports?: readonly number[];
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
   * Paths to write to beside a read-only root file system: an empty volume each on EC2, and on Fargate a file system in
   * the task's memory, of at most 64 MiB.
   * @default none
   */
  readonly writablePaths?: readonly string[];
  /** Seconds from the stop signal to the kill signal; at most 120 on Fargate. @default 30 */
  readonly stopTimeoutSeconds?: number;
  /** Whether an init process reaps orphans and forwards signals; for images whose program does neither. @default false */
  readonly initProcessEnabled?: boolean;
  /** @default none */
  readonly healthCheck?: ContainerHealthCheck;
  readonly logging: ContainerLogging;
}

/**
 * A command that ECS runs in the container to know whether it is well.
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

/** Where a container's output goes in CloudWatch Logs. */
export interface ContainerLogging {
  readonly groupName: string;
  readonly region: string;
  /** A stream's name is `<prefix>/<container>/<task id>`. */
  readonly streamPrefix: string;
  /** Memory for output that CloudWatch has not taken yet. @default 25 */
  readonly bufferMiB?: number;
}
