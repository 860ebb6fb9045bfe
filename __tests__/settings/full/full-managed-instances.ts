import type { EnvironmentSettings } from "../../../settings/environment";

type ServiceStrategies = NonNullable<
  NonNullable<EnvironmentSettings["systems"]["http-scale-out"]>["serviceScaling"]
>["strategies"];

/** What every use of ECS Managed Instances has in common, each setting other than its default. */
const capacity = {
  kind: "managed-instances" as const,
  minVcpus: 2,
  maxVcpus: 16,
  minMemoryMiB: 4096,
  maxMemoryMiB: 65_536,
  allowedInstanceTypes: ["m7*", "t4g.*", "t3*"],
  spot: true,
  scaleInAfterSeconds: 600,
  storageGiB: 100,
  detailedMonitoring: true,
  egress: [{ port: 5432, toPort: 5433, cidr: "10.9.0.0/16" }],
};

/** Of a service behind a load balancer. */
const ofLoadBalancer = { namespace: "AWS/ApplicationELB", ofLoadBalancer: true };

/** Everything that follows what a load balancer measures. */
const followingRequests: ServiceStrategies = [
  { kind: "cpu-target" },
  { kind: "predictive", metric: "requests", requestsPerTarget: 600 },
  {
    kind: "metric-step",
    name: "latency",
    metric: { ...ofLoadBalancer, metricName: "TargetResponseTime", statistic: "p95" },
    scaleOut: { threshold: 0.3 },
    scaleIn: { threshold: 0.01 },
  },
  {
    kind: "metric-target",
    name: "in-flight",
    targetValue: 8,
    metrics: {
      requests: { ...ofLoadBalancer, metricName: "RequestCountPerTarget", statistic: "Sum" },
      seconds: { ...ofLoadBalancer, metricName: "TargetResponseTime" },
    },
    expression: "requests * seconds / 60",
  },
];

/** An environment whose systems run on ECS Managed Instances. */
export const managedInstances: EnvironmentSettings = {
  name: "managed",
  region: "us-west-2",
  nameSuffix: "-managed",
  awsProviderVersion: "~> 6.28",
  state: { kind: "s3", bucket: "acme-state-managed" },
  network: {
    kind: "own",
    cidr: "10.60.0.0/16",
    zoneCount: 2,
    nat: "single",
    endpointPolicies: { otherAccounts: ["444455556666"] },
  },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  pipelines: {
    worker: { source: { kind: "image-push", repository: "acme/infrastructure", branch: "live" } },
  },
  systems: {
    "http-scale-out": { capacity, serviceScaling: { strategies: followingRequests } },
    "talk-service": {
      capacity: { ...capacity, architecture: "arm64" },
      services: { talk: { priority: 1, serviceScaling: { strategies: followingRequests } } },
    },
    "rest-api": {
      capacity: { ...capacity, burstable: "excluded" },
      services: { student: { priority: 1, serviceScaling: { strategies: followingRequests } } },
      api: { logs: { accountRole: "present" } },
    },
    "http-api": {
      capacity: {
        ...capacity,
        allowedInstanceTypes: undefined,
        excludedInstanceTypes: ["m7i.large"],
      },
      services: { food: { serviceScaling: { strategies: followingRequests } } },
      api: { integration: "load-balancer" },
      userPool: {
        email: { from: "stores@mail.acme.org", hostedZoneId: "Z0123456789ACME" },
        webAcl: {
          kind: "existing",
          arn: "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/users/01234567-89ab-cdef-0123-456789abcdef",
        },
      },
      page: { kind: "hosted", webAcl: { kind: "own", requestsPerFiveMinutes: 800 } },
    },
    worker: {
      image: { kind: "repository", pushedElsewhere: true },
      capacity: { ...capacity, burstable: "required" },
      serviceScaling: {
        strategies: [
          { kind: "queue-target", messagesPerTask: 100 },
          { kind: "predictive" },
          {
            kind: "metric-step",
            metric: { namespace: "Shop", metricName: "OpenOrders" },
            scaleOut: { threshold: 100 },
          },
        ],
      },
    },
  },
};
