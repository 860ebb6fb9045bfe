import type { EnvironmentSettings } from "../../../settings/environment";
import {
  connection,
  containerOptions,
  dependsOn,
  serviceConnect,
  destinations,
  logRouterTo,
  sidecars,
  signals,
  volumes,
} from "./full-containers";
import { migration, nightly, rollingWithAlarms, shiftingWithHooks } from "./full-deployments";

type HttpApi = NonNullable<EnvironmentSettings["systems"]["http-api"]>;

/** Two systems that use every setting of http-api, each union in another way. */
export const namedHttpApi: HttpApi = {
  network: { kind: "own", cidr: "10.60.0.0/16", zoneCount: 2, nat: "none" },
  environmentName: "stores",
  name: "stores",
  objectives: { availability: 99, p99LatencyMs: 700 },
  clusterName: "stores",
  containerInsights: "enabled",
  namespace: "stores.internal",
  serviceConnect,
  capacity: { architecture: "arm64", spotPercent: 40, onDemandTasks: 2, platformVersion: "1.4.0" },
  services: {
    food: {
      path: "/kitchen/dishes",
      idName: "dishId",
      discoveryName: "dishes.kitchen",
      image: {
        kind: "repository",
        repositoryName: "kitchen",
        build: { context: "services", dockerfile: "store/Dockerfile" },
      },
      task: { cpu: 512, memoryMiB: 1024 },
      container: {
        name: "kitchen",
        port: 3000,
        memoryReservationMiB: 256,
        environment: { LOG_LEVEL: "info" },
        stopTimeoutSeconds: 100,
        morePorts: [9090],
        ...containerOptions,
        dependsOn,
      },
      sidecars,
      tracing: signals,
      logRouter: logRouterTo(destinations.s3),
      volumes,
      connection: { ...connection, calls: ["toy-car"] },
      containerCheck: {
        kind: "command",
        command: ["/app/check", "--quick"],
        intervalSeconds: 10,
        timeoutSeconds: 4,
        retries: 2,
        startPeriodSeconds: 30,
      },
      service: { name: "kitchen", desiredCount: 2, circuitBreaker: false },
      deployment: rollingWithAlarms(),
      scheduledTasks: nightly(),
      serviceScaling: {
        minTasks: 2,
        maxTasks: 6,
        strategies: [{ kind: "memory-target", targetPercent: 60 }],
      },
    },
    "toy-car": { task: { cpu: 512, memoryMiB: 1024 }, beforeRelease: migration() },
  },
  tables: { pointInTimeRecovery: false, deletionProtection: false },
  api: {
    stageName: "live",
    integration: "cloud-map",
    detailedMetrics: true,
    writeScopes: ["stores/write", "stores/admin"],
    domainName: "stores-api.qa.example.com",
    certificateArn:
      "arn:aws:acm:us-west-2:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
  },
  corsOrigins: ["https://shop.qa.example.com", "http://localhost:5173"],
  throttling: { rateLimit: 50, burstLimit: 20 },
  userPool: {
    selfSignUp: false,
    passwordMinLength: 16,
    mfa: "optional",
    threatProtection: "enforced",
    riskResponses: {
      leakedPasswords: "none",
      low: { action: "none", notify: true },
      medium: { action: "mfa-required", notify: false },
      high: { action: "mfa-if-configured", notify: true },
      blockedCidrs: ["198.51.100.0/24"],
      trustedCidrs: ["203.0.113.0/24"],
    },
    email: {
      identityArn: "arn:aws:ses:eu-west-1:111122223333:identity/acme.org",
      from: "stores@acme.org",
      fromName: "Acme Stores",
      replyTo: "help@acme.org",
      configurationSet: "stores",
    },
    webAcl: { kind: "own", requestsPerFiveMinutes: 500 },
    signInFlows: ["srp", "password"],
    tokenMinutes: 15,
    refreshDays: 7,
    signInPages: { domainPrefix: "acme-stores", callbackUrls: ["https://shop.qa.example.com/"] },
  },
  page: {
    kind: "hosted",
    folder: "shop/dist",
    upload: false,
    singlePage: true,
    webAcl: {
      kind: "existing",
      arn: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/pages/01234567-89ab-cdef-0123-456789abcdef",
    },
    detailedMetrics: true,
    domainName: "stores.acme.org",
    hostedZoneId: "Z0123456789ACME",
    certificateArn:
      "arn:aws:acm:us-east-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
  },
};

export const balancedHttpApi: HttpApi = {
  idle: { afterMinutes: 45, evenIfProtected: true },
  network: { kind: "own", cidr: "10.61.0.0/16", zoneCount: 2, nat: "single" },
  services: {
    food: {
      containerCheck: { kind: "http", path: "/ready" },
      service: { healthCheckGracePeriodSeconds: 20 },
      serviceScaling: { strategies: [{ kind: "requests-target", requestsPerTarget: 600 }] },
    },
    pet: {
      image: { kind: "reference", reference: "ghcr.io/acme/pets:1.0.0" },
      containerCheck: { kind: "none" },
      deployment: shiftingWithHooks(),
    },
  },
  api: {
    integration: "load-balancer",
    domainName: "stores-api.acme.org",
    hostedZoneId: "Z0123456789ACME",
    openApiFile: "openapi/stores.json",
  },
  issuer: { url: "https://login.acme.org/realms/shop", audience: ["stores"] },
  page: { kind: "none" },
};
