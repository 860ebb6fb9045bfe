/** The model's input: everything in the Terraform JSON that determines how a system scales. */
export interface SimulatedSystem {
  readonly name: string;
  /** Availability Zones that it spans. */
  readonly zones: number;
  readonly services: readonly SimulatedService[];
  readonly groups: readonly SimulatedGroup[];
  /** Alarms that notify people and change nothing. @default none */
  readonly notifications?: readonly AlarmSettings[];
}

export interface SimulatedService {
  readonly name: string;
  readonly scheduling: "replica" | "daemon";
  readonly desiredCount: number;
  readonly task: TaskSize;
  readonly capacity: readonly CapacityShare[];
  readonly placement: readonly PlacementStrategy[];
  readonly distinctInstances: boolean;
  readonly deployment: {
    readonly minimumHealthyPercent: number;
    readonly maximumPercent: number;
    readonly circuitBreaker: boolean;
  };
  /** Undefined for a service without a load balancer. */
  readonly targets?: TargetGroup;
  readonly healthCheckGraceSeconds: number;
  /** Undefined for a service whose work arrives as requests. */
  readonly consumes?: QueueConsumer;
  /** Undefined for a fixed number of tasks. */
  readonly scaling?: ServiceScaling;
  /** Its share of the load, from 0 to 1. The shares of all services do not have to sum to 1. */
  readonly loadShare: number;
}

export interface TaskSize {
  /** CPU units that the task reserves, 1024 per vCPU. Its CPU metric is a percentage of them. */
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  /** Whether `cpuUnits` is also its limit: on Fargate, and if the task itself has a size and not only its container. */
  readonly cpuIsLimit: boolean;
  /** Fixed ports that it uses on the instance. */
  readonly hostPorts: readonly number[];
  /** Whether it has its own network interface (`awsvpc`). */
  readonly ownNetworkInterface: boolean;
  /** @default 0 */
  readonly gpus?: number;
  readonly stopTimeoutSeconds: number;
  readonly architecture: "x86_64" | "arm64";
}

export type CapacityShare = { readonly base: number; readonly weight: number } & (
  | { readonly kind: "fargate"; readonly spot: boolean }
  | {
      readonly kind: "group";
      readonly group: string;
      /** Whether a task without capacity waits in PROVISIONING, as with managed scaling, or is retried later. */
      readonly waitsForRoom: boolean;
    }
);

export interface PlacementStrategy {
  readonly type: "binpack" | "spread" | "random";
  readonly field: "cpu" | "memory" | "instance" | "zone";
}

export interface TargetGroup {
  readonly checkIntervalSeconds: number;
  readonly checkTimeoutSeconds: number;
  readonly unhealthyThreshold: number;
  readonly deregistrationSeconds: number;
  /** Seconds after which the load balancer gives up on a request. */
  readonly requestTimeoutSeconds: number;
  /** Seconds in which the share of a new target grows to that of the others. @default 0 */
  readonly slowStartSeconds?: number;
  /** With weighted_random, targets get the same number of requests on average. @default "round_robin" */
  readonly algorithm?: "round_robin" | "least_outstanding_requests" | "weighted_random";
}

/** How a service takes its work from a queue. */
export interface QueueConsumer {
  readonly queue: QueueSettings;
  /** Messages that a task works on at once. */
  readonly concurrency: number;
  /** Seconds after which a task gives up on a message. @default - never */
  readonly timeoutSeconds?: number;
  /** Whether ECS does not stop a task while it works on messages (task scale-in protection). */
  readonly isProtected: boolean;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopTimeoutSeconds: number;
}

/** An SQS queue. */
export interface QueueSettings {
  readonly name: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  /** Receives after which a message moves to the dead-letter queue. @default - there is none */
  readonly maxReceives?: number;
  /** Name of the dead-letter queue. */
  readonly deadLetterQueue?: string;
}

export interface ServiceScaling {
  readonly min: number;
  readonly max: number;
  readonly policies: readonly ServicePolicy[];
  readonly schedule: readonly ScheduledAction[];
}

export interface ScheduledAction {
  readonly name: string;
  /** As in Terraform: `cron(…)`, `rate(…)` or `at(…)` for services, five plain fields for groups. */
  readonly expression: string;
  readonly timezone: string;
  readonly min?: number;
  readonly max?: number;
  /** Groups only. */
  readonly desired?: number;
}

export type Metric =
  | "cpu"
  | "memory"
  | "requests-per-target"
  | "reservation"
  | "requests"
  | "response-seconds"
  | "running-tasks"
  | "desired-tasks"
  | "visible-messages"
  | "messages-in-flight"
  | "oldest-message-seconds"
  | "messages-sent"
  | "messages-deleted";

/** The subject of a metric. */
export interface MetricSource {
  readonly of: "service" | "group" | "cluster" | "queue";
  /** Name of the service, group or queue. Empty for a cluster. */
  readonly name: string;
  readonly metric: Metric;
}

export type Statistic = "Average" | "Minimum" | "Maximum" | "Sum" | Percentile;

/** For example "p95". */
export type Percentile = `p${number}`;

/** Metrics that metric math combines. */
export interface MetricMath {
  readonly of: "math";
  /** Name of the service that scales on it. */
  readonly name: string;
  readonly expression: string;
  /** By their ID in the expression. */
  readonly inputs: Readonly<
    Record<string, { readonly source: MetricSource; readonly statistic: Statistic }>
  >;
}

export interface AlarmSettings {
  readonly name: string;
  /** What its events are about. @default - the subject of its metric */
  readonly subject?: string;
  readonly source: MetricSource | MetricMath;
  readonly statistic: Statistic;
  readonly comparison: "above" | "at-or-above" | "below" | "at-or-below";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** N of "M of N". */
  readonly evaluationPeriods: number;
  /** M of "M of N". */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: "missing" | "breaching" | "notBreaching" | "ignore";
}

export interface TargetTrackingPolicy {
  readonly kind: "target-tracking";
  readonly name: string;
  /** A metric of the service or group itself, or any other ("custom"). */
  readonly metric: "cpu" | "memory" | "requests-per-target" | "custom";
  /** The metric and its statistic, if it is a custom one. */
  readonly custom?: Pick<AlarmSettings, "source" | "statistic">;
  /** Period of the metric: 60, or 20 for the high-resolution ones of ECS, or 10, 30 or 60 for a custom one of a group. */
  readonly periodSeconds: number;
  readonly target: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
  readonly scaleInDisabled: boolean;
}

export type AdjustmentType = "ChangeInCapacity" | "PercentChangeInCapacity" | "ExactCapacity";

/** Bounds are relative to the alarm's threshold. An absent bound is infinite. */
export interface Step {
  readonly lower?: number;
  readonly upper?: number;
  readonly adjustment: number;
}

export interface StepPolicy {
  readonly kind: "step";
  readonly name: string;
  readonly alarm: AlarmSettings;
  readonly adjustmentType: AdjustmentType;
  readonly minAdjustmentMagnitude: number;
  readonly cooldownSeconds: number;
  readonly steps: readonly Step[];
}

export interface PredictivePolicy {
  readonly kind: "predictive";
  readonly name: string;
  readonly target: number;
  readonly metric: "cpu" | "requests-per-target";
  readonly scales: boolean;
  readonly bufferSeconds: number;
  /** Percentage by which a forecast that reaches the maximum may exceed it. If absent, the maximum applies. */
  readonly maxBreachPercent?: number;
}

export type ServicePolicy = TargetTrackingPolicy | StepPolicy | PredictivePolicy;

export interface SimplePolicy extends Omit<StepPolicy, "kind" | "steps"> {
  readonly kind: "simple";
  readonly adjustment: number;
}

export type GroupPolicy =
  | TargetTrackingPolicy
  | (StepPolicy & { readonly warmupSeconds?: number })
  | SimplePolicy
  | PredictivePolicy;

export interface SimulatedGroup {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly instance: InstanceSize;
  /** Percent of the instances that are Spot Instances. */
  readonly spotPercent: number;
  /** If absent, an instance contributes to metrics as soon as it is in service. */
  readonly warmupSeconds?: number;
  readonly policies: readonly GroupPolicy[];
  readonly schedule: readonly ScheduledAction[];
  /** Stopped instances that start faster (warm pool). */
  readonly warmPoolSize: number;
  readonly managedScaling?: ManagedScaling;
  /** Whether tasks are moved before an instance of the group is terminated. */
  readonly managedDraining: boolean;
  readonly terminationProtection: boolean;
  /** Whether ECS itself launches and ends the instances (ECS Managed Instances). */
  readonly managedInstances?: { readonly scaleInAfterSeconds: number };
}

export interface ManagedScaling {
  readonly targetCapacity: number;
  readonly warmupSeconds: number;
  readonly minimumStep: number;
  readonly maximumStep: number;
}

/** The capacity that an instance offers to ECS. */
export interface InstanceSize {
  readonly type: string;
  readonly vcpus: number;
  /** The memory that the instance registers with ECS, not the memory of the instance type. */
  readonly memoryMiB: number;
  /** Network interfaces for `awsvpc` tasks. */
  readonly networkInterfaces: number;
  /** @default 0 */
  readonly gpus?: number;
  /** Present for burstable types. */
  readonly credits?: CreditSettings;
}

export interface CreditSettings {
  readonly mode: "standard" | "unlimited";
  /** Percent of each vCPU that the instance may use without spending credits. */
  readonly baselinePercent: number;
  /** Credits that a new instance has (T2 in standard mode). */
  readonly launchCredits: number;
}
