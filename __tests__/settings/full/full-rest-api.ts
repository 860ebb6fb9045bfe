import type { EnvironmentSettings } from "../../../settings/environment";
import {
  connection,
  containerOptions,
  dependsOn,
  moreTargets,
  serviceConnect,
  destinations,
  logRouterTo,
  sidecars,
  tracing,
  volumes,
} from "./full-containers";
import { migration, nightly, rollingWithAlarms } from "./full-deployments";

type RestApi = NonNullable<EnvironmentSettings["systems"]["rest-api"]>;

/** Two systems that, together, use every setting of rest-api that others have not. */
export const restApi: RestApi = {
  name: "courses",
  clusterName: "courses",
  objectives: { availability: 99.95, p99LatencyMs: 900 },
  containerInsights: "enabled",
  capacity: { architecture: "arm64", spotPercent: 30, onDemandTasks: 3, platformVersion: "1.4.0" },
  serviceConnect,
  services: {
    course: {
      paths: ["/course", "/course/*", "/c/*"],
      pathPrefix: "/c",
      priority: 1,
      methods: [
        {
          method: "PUT",
          path: "/course/{id}",
          backendPath: "/c/course/{id}",
          body: {
            title: { type: "string", minLength: 1, maxLength: 100 },
            seats: { type: "integer", required: false, minimum: 0, maximum: 500 },
            mail: { type: "string", format: "email" },
          },
          summary: "Replaces a course",
        },
        { method: "DELETE", path: "/course/{id}", summary: "Removes a course" },
      ],
      image: {
        kind: "repository",
        repositoryName: "course",
        build: { context: "services", dockerfile: "school/Dockerfile" },
      },
      family: "course",
      task: { cpu: 512, memoryMiB: 2048 },
      container: {
        name: "course",
        port: 8080,
        memoryReservationMiB: 200,
        environment: { MODE: "a" },
        morePorts: [9090],
        ...containerOptions,
        dependsOn,
      },
      containerCheck: { kind: "http", path: "/ready" },
      sidecars,
      tracing,
      logRouter: logRouterTo(destinations.opensearch),
      volumes,
      moreTargets,
      connection: {
        ...connection,
        tls: { ...connection.tls, roleArn: "arn:aws:iam::111122223333:role/shop-tls" },
        calls: ["room"],
      },
      service: { name: "course", desiredCount: 3, minimumHealthyPercent: 100, maximumPercent: 200 },
      deployment: rollingWithAlarms(),
      scheduledTasks: nightly(),
      serviceScaling: { minTasks: 3, maxTasks: 9, strategies: [{ kind: "cpu-target" }] },
    },
    room: {
      priority: 2,
      image: { kind: "reference", reference: "ghcr.io/acme/room:2" },
      task: { cpu: 512, memoryMiB: 1024 },
      beforeRelease: migration(),
    },
  },
  loadBalancer: {
    name: "courses",
    domainName: "courses.qa.example.com",
    certificate: { kind: "request" },
    stickiness: { kind: "app-cookie", cookieName: "course", durationSeconds: 1800 },
  },
  networkLoadBalancer: { name: "courses-link" },
  database: {
    identifier: "courses",
    databaseName: "courses",
    username: "owner",
    port: 13_306,
    engineVersion: "8.4.7",
    instanceClass: "db.m7g.large",
    storageGiB: 50,
    maxStorageGiB: 100,
    backupDays: 14,
    multiAz: true,
    enhancedMonitoring: true,
  },
  api: {
    name: "courses",
    stageName: "live",
    entry: "nlb",
    vpcLinkName: "courses",
    timeoutMilliseconds: 10_000,
    validateRequests: true,
    authorizer: {
      kind: "cognito",
      userPoolArns: ["arn:aws:cognito-idp:us-west-2:111122223333:userpool/us-west-2_Abc123"],
      scopes: ["courses/write"],
    },
    errorResponses: { DEFAULT_5XX: { message: "Try again later.", statusCode: 503 } },
    domain: {
      domainName: "courses-api.qa.example.com",
      certificate: {
        kind: "existing",
        arn: "arn:aws:acm:us-west-2:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
      },
      basePath: "v1",
    },
    usagePlan: {
      throttling: { requestsPerSecond: 10, burst: 20 },
      quota: { requests: 10_000, period: "MONTH" },
      clients: ["web", "mobile"],
    },
    webAcl: { kind: "own", requestsPerFiveMinutes: 1000 },
    throttling: { requestsPerSecond: 100, burst: 200 },
    logs: { executionLevel: "INFO", retentionDays: 30, accountRole: "present" },
    tracing: true,
  },
  bastion: { instanceType: "t4g.micro" },
};

export const directRestApi: RestApi = {
  network: {
    kind: "own",
    cidr: "10.30.0.0/16",
    zoneCount: 2,
    nat: "none",
    httpsEgress: "endpoints",
    endpointServices: ["sns"],
    endpointPolicies: { otherAccounts: ["444455556666"] },
  },
  idle: { afterMinutes: 90, evenIfProtected: true },
  api: {
    entry: "direct",
    authorizer: { kind: "iam" },
    domain: { domainName: "rest.acme.org", hostedZoneId: "Z0123456789ACME" },
    webAcl: {
      kind: "existing",
      arn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/01234567-89ab-cdef-0123-456789abcdef",
    },
  },
};
