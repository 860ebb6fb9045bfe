interface Kind {
  /** What is wrong, in a sentence. */
  readonly says: string;
  /** Where alarms of this kind come from: a module, the resources of a stack, or the objectives of a system. */
  readonly origin: "module" | "resource" | "objective";
  /**
   * Whether users notice the problem while it lasts. All other kinds are warnings, which can last for days without harm
   * and must not hide an incident.
   */
  readonly isIncident: boolean;
  /** Whether a setting adds alarms of the kind, which not every system needs. @default false */
  readonly isOptional?: true;
}

/**
 * The kinds of alarms. docs/reference/monitoring.md compares them with AWS's list of recommended alarms.
 *
 * Each kind has a section in docs/how-to/runbook.md, which the alarm description links to. The name of an alarm ends
 * with its kind.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
export const alarmKinds = {
  incident: {
    says: "The system does not do what it should.",
    origin: "objective",
    isIncident: false,
  },
  "availability-burn": {
    says: "Errors use up the error budget of the availability objective too fast.",
    origin: "objective",
    isIncident: false,
  },
  "latency-burn": {
    says: "Slow responses use up the budget of the latency objective too fast.",
    origin: "objective",
    isIncident: false,
  },
  "unhealthy-tasks": {
    says: "Tasks fail the load balancer's health check.",
    origin: "module",
    isIncident: true,
  },
  "unhealthy-targets": {
    says: "Targets fail the load balancer's health check.",
    origin: "resource",
    isIncident: true,
  },
  "server-errors": {
    says: "Too many responses are server errors.",
    origin: "module",
    isIncident: true,
  },
  "balancer-errors": {
    says: "Too many responses are server errors, those of the load balancer itself included.",
    origin: "resource",
    isIncident: true,
  },
  latency: {
    says: "One response in a hundred takes too long.",
    origin: "resource",
    isIncident: true,
  },
  "no-requests": {
    says: "No request or message arrives.",
    origin: "resource",
    isIncident: true,
    isOptional: true,
  },
  "client-errors": {
    says: "An unusual share of requests to the API is refused.",
    origin: "resource",
    isIncident: false,
    isOptional: true,
  },
  "page-errors": {
    says: "Too many responses of CloudFront are server errors.",
    origin: "resource",
    isIncident: true,
    isOptional: true,
  },
  "page-latency": {
    says: "The bucket of the page answers CloudFront too slowly.",
    origin: "resource",
    isIncident: false,
    isOptional: true,
  },
  "page-functions": {
    says: "A function of CloudFront fails or is throttled.",
    origin: "resource",
    isIncident: true,
    isOptional: true,
  },
  "page-certificate": {
    says: "The certificate of the page expires soon, so it was not renewed.",
    origin: "resource",
    isIncident: false,
    isOptional: true,
  },
  "throttled-sign-ins": {
    says: "Cognito rejects sign-ups, sign-ins or token refreshes, because they exceed the account's quota.",
    origin: "resource",
    isIncident: true,
    isOptional: true,
  },
  "blocked-requests": {
    says: "The web ACL blocks many requests.",
    origin: "resource",
    isIncident: false,
    isOptional: true,
  },
  "nat-gateway": {
    says: "A NAT gateway drops outbound connections or packets.",
    origin: "resource",
    isIncident: true,
    isOptional: true,
  },
  "tasks-not-placed": {
    says: "Fewer tasks run than the service asks for.",
    origin: "resource",
    isIncident: true,
  },
  "placement-failures": {
    says: "ECS finds no instance or no Fargate capacity for a task.",
    origin: "resource",
    isIncident: true,
  },
  "tasks-below-floor": {
    says: "Fewer tasks run than the least allowed.",
    origin: "resource",
    isIncident: true,
  },
  "tasks-at-maximum": {
    says: "The service has run its largest number of tasks for a while: it cannot scale out further.",
    origin: "resource",
    isIncident: false,
  },
  "task-memory": {
    says: "A task has used up almost all of its memory.",
    origin: "resource",
    isIncident: false,
    isOptional: true,
  },
  "task-storage": {
    says: "A task has used up almost all of its storage on Fargate, or of its volume of EBS.",
    origin: "resource",
    isIncident: false,
    isOptional: true,
  },
  "crash-loop": {
    says: "Tasks stop by themselves, again and again.",
    origin: "resource",
    isIncident: true,
  },
  "failed-deployments": {
    says: "A deployment of a service failed.",
    origin: "resource",
    isIncident: true,
  },
  "instances-below-floor": {
    says: "Fewer instances are in service than the least allowed.",
    origin: "resource",
    isIncident: true,
  },
  "instances-at-maximum": {
    says: "The group has had its largest number of instances for a while: it cannot scale out further.",
    origin: "resource",
    isIncident: false,
  },
  "instances-missing": {
    says: "Tasks wait for instances that do not come.",
    origin: "resource",
    isIncident: true,
  },
  "cpu-credits": {
    says: "CPU credits run out: burstable instances slow down, or cost more.",
    origin: "resource",
    isIncident: false,
  },
  "database-storage": {
    says: "Less than a tenth of the database's storage is free.",
    origin: "module",
    isIncident: false,
  },
  "database-cpu": { says: "The database is short of CPU.", origin: "module", isIncident: false },
  "database-memory": {
    says: "Less than a tenth of the database's memory is free.",
    origin: "resource",
    isIncident: false,
    isOptional: true,
  },
  "database-burst": {
    says: "The database's disk has used up its burst, and slows down.",
    origin: "resource",
    isIncident: false,
    isOptional: true,
  },
  connections: {
    says: "The database comes close to its largest number of connections.",
    origin: "resource",
    isIncident: false,
  },
  "replica-lag": {
    says: "A read replica is behind its source.",
    origin: "resource",
    isIncident: false,
  },
  "throttled-requests": {
    says: "DynamoDB rejects requests to a table, because it gets more than its capacity.",
    origin: "resource",
    isIncident: true,
  },
  "table-errors": {
    says: "DynamoDB fails to answer requests to a table.",
    origin: "resource",
    isIncident: true,
    isOptional: true,
  },
  "oldest-message": {
    says: "Messages wait for too long in the queue.",
    origin: "module",
    isIncident: false,
  },
  "dead-letters": { says: "Messages could not be processed.", origin: "module", isIncident: false },
  "failed-tasks": { says: "Scheduled tasks failed.", origin: "module", isIncident: false },
  "certificate-expiry": {
    says: "A certificate expires soon, so it was not renewed.",
    origin: "resource",
    isIncident: false,
  },
  "log-errors": { says: "The program logs errors.", origin: "resource", isIncident: true },
} as const satisfies Readonly<Record<string, Kind>>;

export type AlarmKind = keyof typeof alarmKinds;

const entries = Object.entries(alarmKinds) as [AlarmKind, Kind][];

/** Kinds that depend on a stack's resources, so that a setting can disable them. */
export const kindsOfResources = kindsWith(
  ({ origin, isOptional }) => origin === "resource" && isOptional !== true,
);

/** Kinds that only a setting adds. */
export const optionalKinds = kindsWith(({ isOptional }) => isOptional === true);

export function isOptional(kind: AlarmKind): boolean {
  return optionalKinds.includes(kind);
}

function kindsWith(is: (kind: Kind) => boolean): [AlarmKind, ...AlarmKind[]] {
  return entries.filter(([, kind]) => is(kind)).map(([name]) => name) as [
    AlarmKind,
    ...AlarmKind[],
  ];
}

/**
 * Kinds that a sleeping system without tasks or instances raises, or that it raises in the first minutes after waking
 * up.
 */
export const SILENT_ASLEEP: readonly AlarmKind[] = [
  "unhealthy-tasks",
  "unhealthy-targets",
  "server-errors",
  "balancer-errors",
  "no-requests",
  "tasks-not-placed",
  "tasks-below-floor",
  "instances-below-floor",
  "instances-missing",
  "oldest-message",
];

/** The kind at the end of a name. The longest one wins, because `latency` is also the end of others. */
export function kindOfAlarm(name: string): AlarmKind | undefined {
  const kinds = Object.keys(alarmKinds) as AlarmKind[];
  return kinds
    .filter((kind) => name === kind || name.endsWith(`-${kind}`))
    .sort((one, other) => other.length - one.length)[0];
}
