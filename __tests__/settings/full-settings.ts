import type { EnvironmentSettings } from "../../settings/environment";
import {
  dependsOn,
  instanceConnection,
  instanceOptions,
  instanceSidecars,
  moreTargets,
  serviceConnect,
  volumes,
} from "./full-containers";
import {
  limits,
  migration,
  nightly,
  rollingWithAlarms,
  shiftingWithHooks,
} from "./full-deployments";
import { fargate } from "./full-fargate";
import { balancedHttpApi, namedHttpApi } from "./full-http-api";
import { chosenInstances } from "./full-chosen-instances";
import { managedInstances } from "./full-managed-instances";
import { directRestApi, restApi } from "./full-rest-api";

type System = NonNullable<EnvironmentSettings["systems"]["http-scale-out"]>;
type Daemon = NonNullable<EnvironmentSettings["systems"]["daemon-api"]>;
type Worker = NonNullable<EnvironmentSettings["systems"]["worker"]>;
type Talk = NonNullable<EnvironmentSettings["systems"]["talk-service"]>;

const alarm = { periodSeconds: 120, evaluationPeriods: 3 };

/** Two systems that use every setting there is, each union in another way. */
const stepping: System = {
  objectives: { availability: 99.9, p99LatencyMs: 300 },
  preset: "responsive",
  name: "shop",
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
    entryPoint: ["/sbin/tini", "--"],
    workingDirectory: "/srv/shop",
    environmentFiles: ["arn:aws:s3:::shop-settings/web.env"],
    dockerLabels: { "com.example.team": "shop" },
    ulimits: { nofile: { soft: 65_536, hard: 131_072 }, core: { soft: 0, hard: -1 } },
    capabilities: { add: ["NET_ADMIN"], drop: ["MKNOD"] },
    tmpfs: { "/run": { sizeMiB: 16 } },
    shmSizeMiB: 32,
    extraHosts: { "billing.internal": "10.0.0.9" },
    dnsServers: ["10.0.0.2"],
    dnsSearchDomains: ["corp.example.com"],
    restartPolicy: { ignoredExitCodes: [0, 143], attemptPeriodSeconds: 120 },
    dependsOn: { migrate: "SUCCESS", agent: "HEALTHY" },
    links: ["agent"],
    startTimeoutSeconds: 90,
    morePorts: [9090],
    udpPorts: [8125],
    mounts: { "/shared": { volume: "shared", readOnly: true }, "/data": { volume: "files" } },
  },
  volumes: {
    files: { kind: "efs", uid: 100, gid: 101, backups: false },
    shared: { kind: "bind" },
  },
  serviceConnect,
  connection: instanceConnection,
  containerCheck: { kind: "command", command: ["node", "check.js"], intervalSeconds: 20 },
  sidecars: {
    proxy: {
      image: {
        kind: "reference",
        reference: "ghcr.io/acme/proxy:1.0.0",
        credentialsSecretArn:
          "arn:aws:secretsmanager:us-west-2:111122223333:secret:registry-AbCdEf",
      },
      ports: [8443],
      cpu: 32,
      memoryLimitMiB: 64,
      memoryReservationMiB: 32,
      readonlyRootFilesystem: false,
      dependsOn: { shop: "HEALTHY" },
    },
    migrate: {
      image: { kind: "service" },
      command: ["node", "migrate.js"],
      mounts: { "/shared": { volume: "shared" } },
      essential: false,
      cpu: 32,
      memoryLimitMiB: 64,
      startTimeoutSeconds: 60,
      readonlyRootFilesystem: false,
    },
    agent: {
      image: {
        kind: "repository",
        repositoryName: "shop-agent",
        build: { context: "services", dockerfile: "talk/Dockerfile" },
      },
      cpu: 32,
      memoryLimitMiB: 64,
      essential: false,
      readonlyRootFilesystem: false,
      containerCheck: { kind: "command", command: ["agent", "health"], retries: 2 },
      restartPolicy: {},
    },
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
  moreTargets: {
    admin: {
      port: 9090,
      paths: ["/admin", "/admin/*"],
      priority: 3,
      protocolVersion: "GRPC",
      healthCheck: { path: "/grpc.health.v1.Health/Check", grpcCodes: "0", intervalSeconds: 20 },
    },
    proxied: { port: 8443, paths: ["/proxied/*"], priority: 4, protocolVersion: "HTTP2" },
  },
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
        kind: "metric-step",
        name: "latency",
        metric: {
          namespace: "AWS/ApplicationELB",
          metricName: "TargetResponseTime",
          statistic: "p95",
          ofLoadBalancer: true,
        },
        scaleOut: {
          threshold: 0.3,
          periodSeconds: 120,
          evaluationPeriods: 2,
          adjustment: 20,
          adjustmentUnit: "percent",
          largerSteps: [{ threshold: 0.9, adjustment: 100 }],
          comparison: "at-or-above",
        },
        cooldownSeconds: 180,
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
    predictive: {
      targetPercent: 50,
      mode: "forecast-and-scale",
      schedulingBufferSeconds: 600,
      maxCapacityBufferPercent: 20,
    },
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
    protocolVersion: "HTTP2",
    deregistrationDelaySeconds: 20,
    idleTimeoutSeconds: 120,
    accessLogs: { retentionDays: 30 },
  },
};

const managed: System = {
  beforeRelease: migration(),
  deployment: shiftingWithHooks(),
  image: {
    kind: "repository",
    repositoryName: "shop",
    build: { context: "services", dockerfile: "http-api/Dockerfile" },
  },
  serviceScaling: {
    maxTasks: 15,
    strategies: [
      { kind: "cpu-target" },
      {
        kind: "metric-step",
        metric: {
          namespace: "Shop",
          metricName: "QueuedOrders",
          dimensions: { Api: "orders" },
          statistic: "Maximum",
        },
        scaleOut: { threshold: 100, periodSeconds: 10, adjustment: 2 },
        scaleIn: { threshold: 10, periodSeconds: 60, evaluationPeriods: 10, adjustment: -2 },
      },
      {
        kind: "predictive",
        metric: "memory",
        targetPercent: 60,
        mode: "forecast-and-scale",
        schedulingBufferSeconds: 600,
        maxCapacityBufferPercent: 20,
      },
    ],
  },
  capacity: {
    minInstances: 0,
    maxInstances: 7,
    imageParameter: "/images/ecs-node",
    extraUserData: 'echo "$HOSTNAME" > /etc/node-name',
  },
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
  objectives: { availability: 99, p99LatencyMs: 500 },
  stage: "blue",
  containerInsights: "disabled",
  image: {
    kind: "registry",
    containerRegistry: "ghcr.io",
    containerName: "acme/shop",
    containerTag: "1.0.0",
  },
  container: {
    name: "shop",
    port: 3000,
    morePorts: [9090],
    cpu: 512,
    memoryLimitMiB: 512,
    ...instanceOptions,
    links: ["agent"],
    dependsOn,
  },
  containerCheck: { kind: "http", path: "/ready" },
  sidecars: instanceSidecars,
  volumes,
  serviceConnect,
  connection: instanceConnection,
  moreTargets,
  service: {
    name: "shop-api",
    minimumHealthyPercent: 60,
    healthCheckGracePeriodSeconds: 20,
    enableExecuteCommand: false,
    logRetentionDays: 14,
  },
  deployment: rollingWithAlarms(),
  scheduledTasks: nightly(),
  capacity: {
    instanceTypes: ["t3.small"],
    minInstances: 3,
    maxInstances: 6,
    warmPool: { minInstances: 1, state: "running" },
    maintenance: { minHealthyPercent: 100, maxHealthyPercent: 150 },
  },
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
    protocolVersion: "GRPC",
    healthCheck: { path: "/grpc.health.v1.Health/Check", grpcCodes: "0" },
  },
};

const trackingDaemon: Daemon = {
  beforeRelease: migration(),
  image: {
    kind: "repository",
    build: { context: "services", dockerfile: "daemon-api/Dockerfile" },
  },
  clusterScaling: {
    kind: "cpu-target",
    targetPercent: 40,
    predictive: { targetPercent: 60, schedulingBufferSeconds: 120, maxCapacityBufferPercent: 5 },
  },
  loadBalancer: { stickiness: { kind: "lb-cookie", durationSeconds: 3600 } },
};

const talk: Talk = {
  name: "meetings",
  objectives: { availability: 99.5, p99LatencyMs: 250 },
  clusterName: "meetings",
  containerInsights: "disabled",
  logGroupName: "/meetings",
  serviceConnect,
  services: {
    rooms: {
      paths: ["/rooms", "/rooms/?*"],
      priority: 2,
      image: {
        kind: "repository",
        repositoryName: "rooms",
        build: { context: "services", dockerfile: "talk/Dockerfile" },
      },
      container: {
        name: "rooms",
        port: 3000,
        memoryLimitMiB: 200,
        memoryReservationMiB: 100,
        ...instanceOptions,
        dependsOn,
      },
      containerCheck: { kind: "command", command: ["node", "check.js"] },
      sidecars: instanceSidecars,
      volumes,
      connection: {
        kind: "client",
        calls: ["invitations"],
        proxy: { cpu: 128, memoryMiB: 96 },
      },
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
      connection: { ...instanceConnection, name: "invite", calls: [] },
      container: { morePorts: [9090] },
      moreTargets: {
        admin: {
          port: 9090,
          paths: ["/admin/invitations"],
          priority: 3,
          protocolVersion: "HTTP2",
          healthCheck: {
            path: "/ready",
            matcher: "200-299",
            intervalSeconds: 20,
            timeoutSeconds: 4,
            healthyThreshold: 2,
            unhealthyThreshold: 4,
          },
        },
      },
      serviceScaling: { minTasks: 1 },
      deployment: rollingWithAlarms(),
      beforeRelease: migration(),
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
  serviceConnect: {},
  services: {
    linear: {
      priority: 1,
      connection: { kind: "client-server", protocol: "tcp", calls: ["canary"] },
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
  name: "mails",
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
  task: { cpu: 512, memoryMiB: 1024, ephemeralStorageGiB: 40 },
  serviceConnect,
  connection: { kind: "client", proxy: { cpu: 128, memoryMiB: 96 } },
  volumes: {
    cache: { kind: "bind" },
    media: {
      kind: "existing-efs",
      fileSystemId: "fs-0123456789abcdef0",
      securityGroupId: "sg-0123456789abcdef0",
      accessPointId: "fsap-0123456789abcdef0",
    },
  },
  container: {
    name: "mailer",
    environment: { FROM: "shop@example.com" },
    stopTimeoutSeconds: 110,
    dependsOn: { relay: "START" },
    mounts: { "/cache": { volume: "cache" }, "/media": { volume: "media" } },
  },
  sidecars: {
    relay: {
      image: { kind: "reference", reference: "ghcr.io/acme/relay:2.0.0" },
      cpu: 64,
      memoryLimitMiB: 128,
      containerCheck: { kind: "command", command: ["relay", "health"] },
      mounts: { "/cache": { volume: "cache" } },
    },
  },
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
  beforeRelease: migration(),
  scheduledTasks: nightly(),
  capacity: {
    kind: "fargate",
    architecture: "arm64",
    spotPercent: 50,
    onDemandTasks: 3,
    platformVersion: "1.4.0",
    egress: [{ port: 587 }],
  },
};

const workerOnInstances: Worker = {
  image: { kind: "repository", build: { context: "services", dockerfile: "worker/Dockerfile" } },
  messages: { timeoutSeconds: 10 },
  scaleInProtection: false,
  containerCheck: { kind: "none" },
  volumes: {
    scratch: {
      kind: "ebs",
      sizeGiB: 50,
      iops: 3500,
      throughputMiBps: 250,
      fileSystem: "ext4",
      snapshotId: "snap-0123456789abcdef0",
      kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef",
    },
  },
  container: { mounts: { "/scratch": { volume: "scratch" } } },
  sidecars: {
    relay: {
      image: { kind: "reference", reference: "ghcr.io/acme/relay:2.0.0" },
      cpu: 64,
      memoryLimitMiB: 128,
    },
  },
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

const settings = {
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
      httpsEgress: {
        securityGroupIds: ["sg-0123456789abcdef0"],
        prefixListIds: ["pl-0123456789abcdef0"],
      },
    },
    domain: { name: "qa.example.com", hostedZoneId: "Z0123456789QA" },
    protections: { deletionProtection: true, httpsOnly: true, rollbackOnAlarms: true },
    permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/teams/boundary",
    customerManagedKeys: { deletionWindowDays: 21 },
    notificationEmail: "qa@example.com",
    notifications: {
      topicArn: "arn:aws:sns:us-west-2:111122223333:operations",
      slack: { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" },
      teams: {
        tenantId: "01234567-89ab-cdef-0123-456789abcdef",
        teamId: "11234567-89ab-cdef-0123-456789abcdef",
        channelId: "19%3Aab12cd34%40thread.tacv2",
      },
    },
    alarms: {
      leaveOut: ["placement-failures"],
      runbook: "https://wiki.example.com/runbook",
      serverErrorPercent: 2,
      latencyMs: 1000,
      notPlacedMinutes: 20,
      belowFloorMinutes: 10,
      atMaximumMinutes: 30,
      stoppedTasks: 5,
      cpuCredits: 20,
      databaseConnectionPercent: 70,
      certificateDays: 21,
      logErrors: 50,
      logErrorPattern: "?ERROR ?FATAL",
    },
    ecsEvents: true,
    logRetentionDays: 14,
    github: {
      repository: "acme/shop",
      ownerId: 123456,
      repositoryId: 456789,
      branch: "release/next",
      deploymentEnvironment: "live",
      identityProvider: "existing",
      deployPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"],
    },
    keepImages: 12,
    asleep: {
      from: "21:30",
      until: "06:00",
      timezone: "America/Los_Angeles",
      weekends: false,
      except: ["http-scale-out", "daemon-api", "talk-service", "rest-api", "http-api"],
      evenIfProtected: true,
    },
    budget: {
      monthlyUsd: 250.5,
      actualPercents: [50, 90],
      forecastPercents: [110],
      anomalyUsd: 20,
    },
    loadTest: {
      network: {
        kind: "existing",
        vpcId: "vpc-0123456789abcdef2",
        publicSubnetIds: ["subnet-0123456789abcdef4", "subnet-0123456789abcdef5"],
        privateSubnetIds: ["subnet-0123456789abcdef6", "subnet-0123456789abcdef7"],
        httpsEgress: {
          securityGroupIds: ["sg-0123456789abcdef1"],
          prefixListIds: ["pl-0123456789abcdef1"],
        },
      },
      image: { kind: "reference", reference: "ghcr.io/acme/load-generator:1.0.0" },
      egress: [{ port: 8000, toPort: 9000, cidr: "10.0.0.0/8" }],
      resultDays: 1,
      logRetentionDays: 3,
    },
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
    notifications: { slack: { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" } },
    alarms: { latencyMs: 2000, serverErrorPercent: 3 },
    logRetentionDays: 1,
    github: { repository: "acme/demo", ownerId: 123456, repositoryId: 456790 },
    loadTest: {
      network: { kind: "own", cidr: "10.9.0.0/16", zoneCount: 2, nat: "single" },
      image: {
        kind: "repository",
        repositoryName: "acme/load",
        build: { args: { NPM_CONFIG_FUND: "false" } },
      },
      tasks: 10,
      task: { cpu: 512, memoryMiB: 1024 },
      architecture: "arm64",
      maxMinutes: 120,
      maxCostUsd: 0.5,
    },
    systems: {
      "http-scale-out": managed,
      "daemon-api": trackingDaemon,
      "talk-service": shiftingTalk,
      "rest-api": directRestApi,
      "http-api": balancedHttpApi,
      worker: workerOnInstances,
    },
  },
  managed: managedInstances,
  chosen: chosenInstances,
  fargate,
} satisfies Record<string, EnvironmentSettings>;

/**
 * Environments that, together, use every setting there is, and have no problem. No two places share an object, so that a test
 * can change one of them.
 */
export const fullSettings = JSON.parse(JSON.stringify(settings)) as typeof settings;
