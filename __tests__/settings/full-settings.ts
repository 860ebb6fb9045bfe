import type { EnvironmentSettings } from "../../settings/environment";
import { limits, nightly, rollingWithAlarms, shiftingWithHooks } from "./full-deployments";
import { balancedHttpApi, namedHttpApi } from "./full-http-api";
import { directRestApi, restApi } from "./full-rest-api";

type System = NonNullable<EnvironmentSettings["systems"]["http-scale-out"]>;
type Daemon = NonNullable<EnvironmentSettings["systems"]["daemon-api"]>;
type Worker = NonNullable<EnvironmentSettings["systems"]["worker"]>;
type Talk = NonNullable<EnvironmentSettings["systems"]["talk-service"]>;

const alarm = { periodSeconds: 120, evaluationPeriods: 3 };

/** Two systems that use every setting there is, each union in another way. */
const stepping: System = {
  preset: "responsive",
  clusterName: "shop",
  containerInsights: "enabled",
  image: { kind: "reference", reference: "ghcr.io/acme/shop:1.0.0" },
  container: {
    name: "shop",
    port: 8080,
    cpu: 128,
    memoryLimitMiB: 200,
    memoryReservationMiB: 128,
    environment: { GREETING: "hello ${name}", "cluster.name": "shop" },
    secrets: { DB_PASSWORD: "arn:aws:ssm:us-west-2:111122223333:parameter/shop/db" },
    command: ["node", "main.js", "--port", "8080"],
    user: "app:app",
    readonlyRootFilesystem: false,
    writablePaths: ["/tmp", "/var/cache/shop"],
    initProcessEnabled: true,
    stopTimeoutSeconds: 60,
  },
  service: {
    name: "shop",
    desiredCount: 2,
    minimumHealthyPercent: 50,
    maximumPercent: 150,
    circuitBreaker: false,
    healthCheckGracePeriodSeconds: 20,
    enableExecuteCommand: true,
    logRetentionDays: 14,
  },
  deployment: rollingWithAlarms(),
  scheduledTasks: nightly(),
  serviceScaling: {
    minTasks: 2,
    maxTasks: 8,
    strategies: [
      {
        kind: "step",
        metric: "cpu",
        scaleOut: {
          ...alarm,
          thresholdPercent: 70,
          comparison: "at-or-above",
          adjustment: 20,
          adjustmentUnit: "percent",
          largerSteps: [{ thresholdPercent: 140, adjustment: 100 }],
          statistic: "Maximum",
        },
        scaleIn: { ...alarm, thresholdPercent: 20, adjustment: -1, statistic: "Minimum" },
        cooldownSeconds: 120,
      },
      {
        kind: "memory-target",
        targetPercent: 70,
        scaleInCooldownSeconds: 200,
        scaleOutCooldownSeconds: 60,
      },
      { kind: "requests-target", requestsPerTarget: 600 },
      {
        kind: "metric-target",
        name: "errors",
        targetValue: 0.5,
        metrics: {
          errors: { namespace: "Shop", metricName: "Errors", dimensions: { Api: "orders" } },
          requests: { namespace: "Shop", metricName: "Requests", statistic: "Sum" },
        },
        expression: "100 * errors / requests",
        perTask: true,
        scaleInCooldownSeconds: 100,
        scaleOutCooldownSeconds: 50,
      },
      {
        kind: "scheduled",
        actions: {
          morning: {
            schedule: "cron(0 7 ? * MON-FRI *)",
            timezone: "Europe/Berlin",
            minTasks: 4,
            maxTasks: 8,
          },
          night: { schedule: "rate(1 day)", minTasks: 0, maxTasks: 2 },
        },
      },
    ],
  },
  capacity: {
    instanceTypes: ["t4g.small", "t4g.medium"],
    architecture: "arm64",
    minInstances: 1,
    maxInstances: 4,
    spotPercent: 40,
    rootVolumeGiB: 50,
    ssh: { keyName: "operations", cidr: "203.0.113.0/24" },
  },
  clusterScaling: {
    kind: "step",
    metric: "cluster-cpu",
    scaleOut: { ...alarm, thresholdPercent: 60, comparison: "above", adjustment: 2 },
    scaleIn: { ...alarm, thresholdPercent: 25, adjustment: -1 },
    cooldownSeconds: 240,
  },
  loadBalancer: {
    name: "shop",
    domainName: "shop.qa.example.com",
    certificate: {
      kind: "existing",
      arn: "arn:aws:acm:us-west-2:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
    },
    healthCheck: {
      path: "/health",
      matcher: "200-299",
      intervalSeconds: 10,
      timeoutSeconds: 4,
      healthyThreshold: 2,
      unhealthyThreshold: 4,
    },
    deregistrationDelaySeconds: 20,
    idleTimeoutSeconds: 120,
    accessLogs: { retentionDays: 30 },
  },
};

const managed: System = {
  deployment: shiftingWithHooks(),
  image: {
    kind: "repository",
    repositoryName: "shop",
    build: { context: "services", dockerfile: "http-api/Dockerfile" },
  },
  capacity: { minInstances: 0, maxInstances: 7 },
  clusterScaling: {
    kind: "managed",
    targetCapacityPercent: 90,
    instanceWarmupSeconds: 60,
    minimumStepInstances: 1,
    maximumStepInstances: 4,
    terminationProtection: true,
  },
};

const daemon: Daemon = {
  stage: "blue",
  containerInsights: "disabled",
  image: {
    kind: "registry",
    containerRegistry: "ghcr.io",
    containerName: "acme/shop",
    containerTag: "1.0.0",
  },
  container: { name: "shop", port: 3000, cpu: 512, memoryLimitMiB: 512 },
  service: {
    name: "shop-api",
    minimumHealthyPercent: 60,
    healthCheckGracePeriodSeconds: 20,
    enableExecuteCommand: false,
    logRetentionDays: 14,
  },
  deployment: rollingWithAlarms(),
  scheduledTasks: nightly(),
  capacity: { instanceTypes: ["t3.small"], minInstances: 3, maxInstances: 6 },
  clusterScaling: {
    kind: "step",
    metric: "instance-cpu",
    scaleOut: {
      ...alarm,
      thresholdPercent: 60,
      comparison: "at-or-above",
      adjustment: 2,
      adjustmentUnit: "number",
      largerSteps: [{ thresholdPercent: 80, adjustment: 4 }],
    },
    scaleIn: { ...alarm, thresholdPercent: 25, adjustment: -1 },
    cooldownSeconds: 240,
  },
  loadBalancer: {
    domainName: "daemon.acme.org",
    hostedZoneId: "Z0123456789ACME",
    certificate: { kind: "request", plainHttp: "redirect" },
    ipAddressType: "dualstack",
    healthCheck: { path: "/ready" },
  },
};

const trackingDaemon: Daemon = {
  image: {
    kind: "repository",
    build: { context: "services", dockerfile: "daemon-api/Dockerfile" },
  },
  clusterScaling: { kind: "cpu-target", targetPercent: 40 },
};

const talk: Talk = {
  clusterName: "meetings",
  containerInsights: "disabled",
  logGroupName: "/meetings",
  services: {
    rooms: {
      paths: ["/rooms", "/rooms/?*"],
      priority: 2,
      image: {
        kind: "repository",
        repositoryName: "rooms",
        build: { context: "services", dockerfile: "talk/Dockerfile" },
      },
      container: { name: "rooms", port: 3000, memoryLimitMiB: 200, memoryReservationMiB: 100 },
      service: { name: "rooms", desiredCount: 1 },
      serviceScaling: {
        minTasks: 1,
        maxTasks: 4,
        strategies: [{ kind: "memory-target", targetPercent: 70 }],
      },
      healthCheckPath: "/ready",
      deployment: {
        ...limits,
        kind: "blue-green-by-variable",
        testHeader: "x-color",
        rollback: "alarms",
      },
    },
    invitations: {
      priority: 1,
      serviceScaling: { minTasks: 1 },
      deployment: rollingWithAlarms(),
      scheduledTasks: nightly(),
    },
  },
  capacity: { minInstances: 1, maxInstances: 6 },
  clusterScaling: { kind: "managed" },
  loadBalancer: {
    name: "meetings",
    domainName: "meetings.qa.example.com",
    certificate: { kind: "request" },
  },
};

const shiftingTalk: Talk = {
  services: {
    linear: {
      priority: 1,
      image: { kind: "reference", reference: "ghcr.io/acme/linear" },
      deployment: {
        kind: "blue-green-by-ecs",
        shift: { kind: "linear", stepPercent: 20, stepBakeTimeMinutes: 5 },
        bakeTimeMinutes: 10,
        rollback: "alarms",
        ...limits,
      },
    },
    canary: {
      priority: 2,
      deployment: {
        kind: "blue-green-by-ecs",
        shift: { kind: "canary", canaryPercent: 10, canaryBakeTimeMinutes: 15 },
        rollback: "none",
      },
    },
  },
};

const worker: Worker = {
  clusterName: "mails",
  containerInsights: "enabled",
  network: { kind: "own", cidr: "10.40.0.0/16", zoneCount: 2, nat: "single" },
  queue: {
    name: "mails",
    visibilityTimeoutSeconds: 300,
    retentionDays: 3,
    maxReceives: 4,
    deadLetterRetentionDays: 10,
    oldestMessageAlarmSeconds: 1200,
  },
  messages: { timeoutSeconds: 100, concurrency: 4 },
  scaleInProtection: true,
  image: { kind: "reference", reference: "ghcr.io/acme/mailer:1.0.0" },
  task: { cpu: 512, memoryMiB: 1024 },
  container: { name: "mailer", environment: { FROM: "shop@example.com" }, stopTimeoutSeconds: 110 },
  containerCheck: { kind: "http", path: "/ready", startPeriodSeconds: 20 },
  service: {
    name: "mailer",
    desiredCount: 2,
    minimumHealthyPercent: 50,
    maximumPercent: 200,
    logRetentionDays: 14,
  },
  serviceScaling: {
    minTasks: 2,
    maxTasks: 40,
    strategies: [
      {
        kind: "queue-target",
        messagesPerTask: 30,
        scaleInCooldownSeconds: 60,
        scaleOutCooldownSeconds: 30,
      },
      { kind: "queue-target", messagesPerTask: 10, queueName: "urgent-mails.fifo" },
    ],
  },
  deployment: { kind: "rolling", rollback: "alarms", evaluationMinutes: 3 },
  scheduledTasks: nightly(),
  capacity: { kind: "fargate", architecture: "arm64", spotPercent: 50, egress: [{ port: 587 }] },
};

const workerOnInstances: Worker = {
  image: { kind: "repository", build: { context: "services", dockerfile: "worker/Dockerfile" } },
  messages: { timeoutSeconds: 10 },
  scaleInProtection: false,
  containerCheck: { kind: "none" },
  serviceScaling: { strategies: [{ kind: "cpu-target" }] },
  capacity: {
    kind: "instances",
    instanceTypes: ["t3.medium"],
    minInstances: 0,
    maxInstances: 8,
    spotPercent: 30,
    placement: "spread-then-pack",
    scaling: { kind: "managed", targetCapacityPercent: 90 },
  },
};

/** Environments that, together, use every setting there is, and have no problem. */
export const fullSettings = {
  qa: {
    name: "qa",
    region: "us-west-2",
    accountId: "111122223333",
    nameSuffix: "-qa",
    tags: { Team: "shop", "cost:center": "42" },
    awsProviderVersion: ">= 5.100, < 7.0",
    state: { kind: "cloud", organization: "acme", hostname: "tfe.acme.com", project: "Web shop" },
    network: {
      kind: "existing",
      vpcId: "vpc-0123456789abcdef0",
      publicSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      privateSubnetIds: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"],
    },
    domain: { name: "qa.example.com", hostedZoneId: "Z0123456789QA" },
    protections: { deletionProtection: true, httpsOnly: true, rollbackOnAlarms: true },
    notificationEmail: "qa@example.com",
    logRetentionDays: 14,
    systems: {
      "http-scale-out": stepping,
      "daemon-api": daemon,
      "talk-service": talk,
      "rest-api": restApi,
      "http-api": namedHttpApi,
      worker,
    },
  },
  demo: {
    name: "demo",
    region: "eu-west-1",
    nameSuffix: "-demo",
    state: {
      kind: "s3",
      bucket: "acme-state-demo",
      region: "eu-central-1",
      kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/mrk-0123456789abcdef0123456789abcdef",
    },
    network: { kind: "default-vpc", availabilityZones: ["eu-west-1a", "eu-west-1c"], zoneCount: 2 },
    protections: { deletionProtection: false, httpsOnly: false },
    logRetentionDays: 1,
    systems: {
      "http-scale-out": managed,
      "daemon-api": trackingDaemon,
      "talk-service": shiftingTalk,
      "rest-api": directRestApi,
      "http-api": balancedHttpApi,
      worker: workerOnInstances,
    },
  },
} satisfies Record<string, EnvironmentSettings>;
