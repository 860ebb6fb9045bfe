export interface Parameter {
  readonly default: number;
  /** The likely range of the true value. `--sensitivity` tries both ends. */
  readonly range: readonly [low: number, high: number];
  readonly unit: string;
  /** Completes "assumes …". */
  readonly meaning: string;
  /** The source of the default. */
  readonly source: string;
}

const users = "depends on your service: measure it";

/**
 * Values that neither the Terraform JSON nor the AWS documentation provides. The report lists each of them,
 * `--assume name=value` sets it, and `--sensitivity` tries both ends of its range.
 */
export const PARAMETERS = {
  cpuMsPerRequest: {
    default: 4,
    range: [1, 20],
    unit: "ms",
    meaning: "CPU time that one request or message takes",
    source: users,
  },
  ioWaitMs: {
    default: 0,
    range: [0, 100],
    unit: "ms",
    meaning: "time that a request waits for other systems, such as a database",
    source: users,
  },
  ioWaitVariation: {
    default: 0,
    range: [0, 1],
    unit: "",
    meaning: "standard deviation of a request's wait for other systems, as a share of its mean",
    source: users,
  },
  workersPerTask: {
    default: 1,
    range: [1, 4],
    unit: "",
    meaning: "processes or threads of a task that compute at the same time",
    source: "a Node.js process computes on one vCPU",
  },
  concurrentRequestsPerTask: {
    default: 1000,
    range: [10, 1000],
    unit: "",
    meaning: "requests that a task has in progress at once",
    source: users,
  },
  serviceTimeVariation: {
    default: 1,
    range: [0, 2],
    unit: "",
    meaning: "standard deviation of a request's CPU time, as a share of its mean",
    source: "1 is an exponential distribution, 0 none",
  },
  queueLimitPerTask: {
    default: 1024,
    range: [128, 4096],
    unit: "",
    meaning: "requests that a task holds before it refuses more",
    source: users,
  },
  messageSeconds: {
    default: 1,
    range: [0.1, 20],
    unit: "s",
    meaning: "time that a task works on one message of a queue",
    source: users,
  },
  poisonMessagePercent: {
    default: 0,
    range: [0, 5],
    unit: "%",
    meaning: "messages of a queue that fail at every attempt",
    source: users,
  },
  taskMemoryPercent: {
    default: 50,
    range: [20, 80],
    unit: "%",
    meaning: "share of its reserved memory that a task uses at any load",
    source: users,
  },
  appStartSeconds: {
    default: 4,
    range: [1, 60],
    unit: "s",
    meaning: "time from the start of the container to the first good health check",
    source: users,
  },
  appStopSeconds: {
    default: 2,
    range: [0, 30],
    unit: "s",
    meaning: "time from SIGTERM to the end of the container",
    source: users,
  },
  imageMegabytes: {
    default: 150,
    range: [30, 1000],
    unit: "MB",
    meaning: "compressed size of the image",
    source: users,
  },
  pullMegabytesPerSecond: {
    default: 9.5,
    range: [5, 40],
    unit: "MB/s",
    meaning: "speed of pulling and unpacking an image",
    source: "413 MB take 76 % of a start of 56.9 s on Fargate (elasticscale.com, 2024-04)",
  },
  fargateStartSeconds: {
    default: 9.5,
    range: [6, 16],
    unit: "s",
    meaning: "start of a Fargate task without pull and application",
    source: "the rest of the same measurement, without the application's own start",
  },
  containerStartSeconds: {
    default: 3,
    range: [1, 10],
    unit: "s",
    meaning: "start of a container on an instance that has its image",
    source: "fitted: AWS's benchmark takes 23 s from trigger to new tasks",
  },
  networkInterfaceSeconds: {
    default: 5,
    range: [3, 10],
    unit: "s",
    meaning: "time to attach a task's own network interface to an instance",
    source: '"several seconds" (ECS developer guide, task-recommendations)',
  },
  schedulerSeconds: {
    default: 4,
    range: [1, 10],
    unit: "s",
    meaning: "time from a changed desired count to the start of the tasks",
    source: "fitted like containerStartSeconds",
  },
  registrationSeconds: {
    default: 5,
    range: [2, 10],
    unit: "s",
    meaning: "time to register a task at the load balancer",
    source: "fitted like containerStartSeconds",
  },
  bootSeconds: {
    default: 53,
    range: [40, 70],
    unit: "s",
    meaning: "time from launch to registration of an instance with ECS",
    source: "26 s to SSH (brevdev, 2025) and 15 to 45 s for the agent",
  },
  warmPoolStartSeconds: {
    default: 30,
    range: [15, 45],
    unit: "s",
    meaning: "the same for an instance from a warm pool",
    source: "the agent's part of bootSeconds",
  },
  managedInstanceSeconds: {
    default: 22,
    range: [15, 35],
    unit: "s",
    meaning: "time from a waiting task to a registered ECS Managed Instance",
    source: "about 40 s to the first log line of a task (blog.neilkuan.click, 2026-01)",
  },
  serviceMetricLagSeconds: {
    default: 140,
    range: [90, 180],
    unit: "s",
    meaning: "delay of a service's CPU and memory metrics of 60 s",
    source: "fitted: AWS's benchmark triggers after 363 s (AWS News Blog, 2026-06-18)",
  },
  fastMetricLagSeconds: {
    default: 16,
    range: [5, 30],
    unit: "s",
    meaning: "delay of a service's CPU and memory metrics of 20 s",
    source: "fitted: AWS's benchmark triggers after 86 s (AWS News Blog, 2026-06-18)",
  },
  balancerMetricLagSeconds: {
    default: 60,
    range: [0, 120],
    unit: "s",
    meaning: "delay of the load balancer's metrics",
    source: "a guess",
  },
  instanceMetricLagSeconds: {
    default: 60,
    range: [0, 120],
    unit: "s",
    meaning: "delay of the instances' metrics",
    source: "a guess",
  },
  queueMetricLagSeconds: {
    default: 60,
    range: [0, 120],
    unit: "s",
    meaning: "delay of the metrics of a queue",
    source: "a guess: SQS sends them once a minute",
  },
  containerInsightsLagSeconds: {
    default: 60,
    range: [0, 120],
    unit: "s",
    meaning: "delay of the metrics of Container Insights",
    source: "a guess",
  },
  reservationMetricLagSeconds: {
    default: 10,
    range: [0, 60],
    unit: "s",
    meaning: "delay of the capacity provider's metric",
    source: "first task on EC2 after about 2.5 min (vladionescu.me, 2022)",
  },
  failureDetectionSeconds: {
    default: 120,
    range: [60, 300],
    unit: "s",
    meaning: "time until the status checks of EC2 notice a failed instance",
    source: "checks once a minute (EC2 user guide, monitoring-system-instance-status-check)",
  },
  idleCpuPercent: {
    default: 2,
    range: [0, 5],
    unit: "%",
    meaning: "CPU of an instance that the operating system and agents use",
    source: "a guess",
  },
  fargateLaunchesPerSecond: {
    default: 20,
    range: [5, 20],
    unit: "/s",
    meaning: "Fargate tasks that the account may launch, after a burst of 100",
    source: "quota in large regions (ECS developer guide, throttling)",
  },
  serviceLaunchesPerMinute: {
    default: 500,
    range: [125, 500],
    unit: "/min",
    meaning: "tasks that ECS launches for one service",
    source: "quota in large regions (AWS General Reference, ecs-service)",
  },
  provisioningTasksPerCluster: {
    default: 500,
    range: [300, 500],
    unit: "",
    meaning: "tasks that can wait for an instance of a capacity provider",
    source: "quota, not adjustable (Service Quotas L-B7718569); 300 until about 2022",
  },
} as const satisfies Readonly<Record<string, Parameter>>;

export type ParameterName = keyof typeof PARAMETERS;
export type Parameters = Readonly<Record<ParameterName, number>>;

export const parameterNames = Object.keys(PARAMETERS) as ParameterName[];

/** Parameters that the model divides by. */
export const MUST_BE_POSITIVE: readonly ParameterName[] = [
  "cpuMsPerRequest",
  "messageSeconds",
  "workersPerTask",
  "concurrentRequestsPerTask",
  "pullMegabytesPerSecond",
  "fargateLaunchesPerSecond",
  "serviceLaunchesPerMinute",
];

export function withDefaults(given: Partial<Parameters> = {}): Parameters {
  const defaults = Object.fromEntries(
    parameterNames.map((name) => [name, PARAMETERS[name].default]),
  ) as Record<ParameterName, number>;
  return { ...defaults, ...given };
}
