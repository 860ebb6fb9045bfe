/*
 * Defaults shared by the settings and the modules, because modules can be used without the settings. Defaults that
 * depend on the system (names, sizes, task counts) are in the settings.
 */

export const containerDefaults = {
  user: "1000:1000",
  readonlyRootFilesystem: true,
  stopTimeoutSeconds: 30,
  essential: true,
} as const;

export const containerCheckDefaults = { intervalSeconds: 30, timeoutSeconds: 5, retries: 3 };

/** A container with a restart policy. */
export const restartDefaults = { attemptPeriodSeconds: 300 };

/** An EFS file system for tasks, and its access point. */
export const fileSystemDefaults = { uid: 1000, gid: 1000, backups: true };

/** An EBS volume of a task: gp3's free baseline performance. */
export const diskDefaults = { iops: 3000, throughputMiBps: 125, fileSystem: "xfs" } as const;

export const deploymentDefaults = { minimumHealthyPercent: 100, maximumPercent: 200 };

export const alarmDefaults = {
  serverErrorPercent: 5,
  deploymentMinutes: 2,
  runbook: "docs/how-to/runbook.md",
};

/** Thresholds of alarms for a stack's resources. */
export const alarmThresholds = {
  serverErrorPercent: 5,
  latencyMs: 3000,
  notPlacedMinutes: 15,
  belowFloorMinutes: 5,
  atMaximumMinutes: 15,
  stoppedTasks: 3,
  cpuCredits: 10,
  databaseConnectionPercent: 60,
  certificateDays: 30,
  logErrors: 10,
  blockedRequests: 1000,
  /** For the sample programs, which log JSON. */
  logErrorPattern: '{ ($.level = "error") || ($.level = "fatal") }',
};

/** Scale-out and scale-in cooldown of a target-tracking policy. */
export const taskTargetDefaults = { targetPercent: 80 };

/** TTL of a task's Cloud Map record. API Gateway keeps sending requests to a stopped task for this long. */
export const discoveryDefaults = { ttlSeconds: 60 };

/**
 * AWS's recommended addition to a task's size for the Service Connect proxy.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html (read 2026-11-28)
 */
export const proxyDefaults = { cpu: 256, memoryMiB: 64 };

/** A step of a service's scaling. */
export const taskStepDefaults = {
  metric: "cpu",
  scaleOut: { thresholdPercent: 60, adjustment: 1, evaluationPeriods: 1 },
  scaleIn: { thresholdPercent: 30, adjustment: -1, evaluationPeriods: 5 },
} as const;

/** A step of a service's scaling on any metric. */
export const metricStepDefaults = {
  scaleOut: { adjustment: 1, evaluationPeriods: 1 },
  scaleIn: { adjustment: -1, evaluationPeriods: 5 },
} as const;

/** Every step adjustment, for tasks and instances. */
export const stepDefaults = {
  comparison: "above",
  statistic: "Average",
  periodSeconds: 60,
  cooldownSeconds: 300,
} as const;

export const instanceDefaults = {
  architecture: "x86_64",
  spotPercent: 0,
  rootVolumeGiB: 30,
} as const;

/** By what ECS Managed Instances and groups choose among instance types. */
export const requirementDefaults = {
  minVcpus: 1,
  minMemoryMiB: 1024,
  burstable: "included",
  instanceGenerations: ["current"],
} as const;

export const managedInstanceDefaults = {
  spot: false,
  storageGiB: 80,
  detailedMonitoring: false,
} as const;

export const managedScalingDefaults = {
  targetCapacityPercent: 100,
  instanceWarmupSeconds: 120,
  minimumStepInstances: 1,
  maximumStepInstances: 10_000,
};

export const loadBalancerDefaults = { ipAddressType: "ipv4", idleTimeoutSeconds: 60 } as const;

export const targetGroupDefaults = {
  protocolVersion: "HTTP1" as const,
  deregistrationDelaySeconds: 60,
  stickinessSeconds: 86_400,
  healthCheck: {
    matcher: "200",
    /** UNIMPLEMENTED, the response of a server without a health check method. */
    grpcCodes: "12",
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 3,
    unhealthyThreshold: 3,
  },
};

export const mysqlDefaults = {
  username: "admin",
  port: 3306,
  engineVersion: "8.4",
  instanceClass: "db.t4g.micro",
  storageGiB: 20,
  backupDays: 7,
  finalSnapshot: true,
  applyImmediately: true,
};

export const tableDefaults = { pointInTimeRecovery: true };

/** A field of a request body. */
export const bodyFieldDefaults = { required: true };

export const restIntegrationDefaults = { timeoutMilliseconds: 29_000 };

export const queueDefaults = {
  visibilityTimeoutSeconds: 60,
  retentionDays: 4,
  maxReceives: 5,
  deadLetterRetentionDays: 14,
};

/** How a worker receives messages from its queue. */
export const messageDefaults = { timeoutSeconds: 20, concurrency: 10 };

/** For a task that EventBridge Scheduler starts, or fails to start. */
export const scheduledTaskDefaults = { enabled: true, retries: 3, maximumAgeMinutes: 60 };

/** Of a task that runs before a release, and of the log of what waits for it. */
export const beforeReleaseDefaults = { timeoutMinutes: 10, logRetentionDays: 30 };

export const userPoolDefaults = { selfSignUp: true };

/** Asks users for a second factor if they have one. Without it, blocks only high risk, because travellers look unusual. */
export const riskDefaults = {
  low: { action: "none", notify: false },
  medium: { action: "mfa-if-configured", notify: true },
  high: { action: "block", notify: true },
} as const;

/** AWS's own default, and the longest that it allows. */
export const keyDefaults = { deletionWindowDays: 30 };

/** Number of images that a repository keeps. */
export const imageDefaults = { keep: 30 };

export const clusterDefaults = { containerInsights: "enhanced" } as const;
