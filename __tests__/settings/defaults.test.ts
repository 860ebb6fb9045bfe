import { parsed } from "./settings";

const { systems, ...environment } = parsed({ systems: { "http-scale-out": {} } });

test("an environment's defaults", () => {
  expect(environment).toEqual({
    name: "dev",
    region: "us-east-2",
    nameSuffix: "",
    tags: {},
    awsProviderVersion: "~> 6.25",
    state: { kind: "s3", bucket: "acme-state-dev" },
    network: { kind: "default-vpc" },
    protections: {
      deletionProtection: false,
      httpsOnly: false,
      waitForDeployments: false,
      rollbackOnAlarms: false,
    },
    logRetentionDays: 30,
    keepImages: 30,
    containerInsights: "enhanced",
    dashboards: false,
  });
});

test("[http-scale-out 2, 3, 5, 7, 8, 9, 10, 14, 17] the system's defaults are the reference's figures", () => {
  expect(systems["http-scale-out"]).toEqual({
    clusterName: "container-cluster",
    image: { kind: "repository", repositoryName: "http-api", pushedElsewhere: false },
    container: {
      name: "http-api",
      port: 80,
      cpu: 256,
      memoryLimitMiB: 256,
      environment: {},
      notSecrets: [],
      secrets: {},
      secretKeyArns: [],
      user: "1000:1000",
      readonlyRootFilesystem: true,
      writablePaths: [],
      initProcessEnabled: false,
      stopTimeoutSeconds: 30,
    },
    service: {
      name: "http-api",
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      circuitBreaker: true,
      healthCheckGracePeriodSeconds: 0,
      enableExecuteCommand: false,
      permissions: { statements: [], managedPolicyArns: [] },
    },
    deployment: { kind: "rolling", serverErrorPercent: 5, evaluationMinutes: 2 },
    scheduledTasks: {},
    serviceScaling: {
      minTasks: 1,
      maxTasks: 20,
      strategies: [{ kind: "cpu-target", targetPercent: 80 }],
    },
    capacity: {
      kind: "instances",
      instanceTypes: ["t3.micro"],
      architecture: "x86_64",
      minInstances: 1,
      maxInstances: 5,
      spotPercent: 0,
      rootVolumeGiB: 30,
      egress: [],
    },
    placement: "pack",
    clusterScaling: { kind: "cpu-target", targetPercent: 30 },
    loadBalancer: {
      name: "ecs-lb",
      protocolVersion: "HTTP1",
      healthCheck: {
        path: "/",
        matcher: "200",
        intervalSeconds: 30,
        timeoutSeconds: 5,
        healthyThreshold: 3,
        unhealthyThreshold: 3,
      },
      deregistrationDelaySeconds: 60,
      idleTimeoutSeconds: 60,
      ipAddressType: "ipv4",
    },
  });
});
