import type { EnvironmentSettings } from "../settings/environment";

const threeOrMore = {
  service: { desiredCount: 3, minimumHealthyPercent: 100, maximumPercent: 200 },
  serviceScaling: { minTasks: 3, maxTasks: 12 },
};

/** Nothing is shared between zones, nothing is deleted by accident, and the largest number of tasks has room. */
export default {
  region: "us-east-2",
  nameSuffix: "-prod",
  // Names of buckets are unique among all of AWS: choose one of your own.
  state: { kind: "s3", bucket: "http-scale-out-tfstate-prod" },
  network: {
    kind: "own",
    cidr: "10.2.0.0/16",
    zoneCount: 3,
    nat: "per-zone",
    flowLogsRetentionDays: 90,
  },
  // A zone of yours, and its id from Route 53.
  domain: { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" },
  protections: { deletionProtection: true, httpsOnly: true, waitForDeployments: true },
  notificationEmail: "operations@example.com",
  dashboards: true,
  logRetentionDays: 365,
  systems: {
    "http-scale-out": {
      objectives: { availability: 99.9, p99LatencyMs: 300 },
      image: { kind: "repository", build: {} },
      service: { desiredCount: 3 },
      serviceScaling: { minTasks: 3 },
      // 3 tasks fit an instance: 7 carry the 20 that serviceScaling may ask for.
      capacity: { minInstances: 2, maxInstances: 7, cpuCredits: "unlimited" },
      // Or all three could be on one instance, and go with it.
      placement: "spread-then-pack",
      loadBalancer: {
        domainName: "api.example.com",
        certificate: { kind: "request" },
        accessLogs: { retentionDays: 365 },
      },
    },
    "daemon-api": {
      image: { kind: "repository", build: {} },
      // One in each zone, so that a deployment leaves two of three up.
      service: { minimumHealthyPercent: 66 },
      capacity: { minInstances: 3, maxInstances: 9, cpuCredits: "unlimited" },
      loadBalancer: {
        domainName: "daemon.example.com",
        certificate: { kind: "request", plainHttp: "redirect" },
        accessLogs: { retentionDays: 365 },
      },
    },
    "talk-service": {
      services: {
        talk: {
          priority: 1,
          image: { kind: "repository", build: {} },
          serviceScaling: { minTasks: 3, maxTasks: 12 },
          service: { desiredCount: 3 },
          deployment: { kind: "blue-green-by-variable", testHeader: "x-color" },
        },
        speaker: { priority: 2, image: { kind: "repository", build: {} } },
      },
      // One in each zone, and room for both colours of talk at their largest.
      capacity: { minInstances: 3, maxInstances: 6, cpuCredits: "unlimited" },
      loadBalancer: {
        domainName: "conference.example.com",
        certificate: { kind: "request" },
        accessLogs: { retentionDays: 365 },
      },
    },
    "rest-api": {
      objectives: { availability: 99.9, p99LatencyMs: 1000 },
      // Three of each, one in each zone, all of which stay up while a new release starts beside them.
      services: { student: threeOrMore, subject: threeOrMore },
      loadBalancer: {
        domainName: "students.example.com",
        certificate: { kind: "request" },
        accessLogs: { retentionDays: 365 },
      },
      database: {
        instanceClass: "db.t4g.small",
        storageGiB: 50,
        maxStorageGiB: 200,
        backupDays: 35,
        multiAz: true,
        enhancedMonitoring: true,
      },
      api: {
        domain: { domainName: "students-api.example.com" },
        throttling: { requestsPerSecond: 200, burst: 400 },
        webAcl: { kind: "own" },
        logs: {},
        tracing: true,
      },
    },
    "http-api": {
      objectives: { availability: 99.9 },
      network: {
        kind: "own",
        cidr: "10.22.0.0/16",
        zoneCount: 3,
        nat: "per-zone",
        flowLogsRetentionDays: 90,
      },
      services: {
        food: { image: { kind: "repository", build: {} } },
        pet: { image: { kind: "repository", build: {} } },
      },
      api: { domainName: "stores-api.example.com", detailedMetrics: true },
      userPool: { threatProtection: "enforced" },
      page: { kind: "hosted", domainName: "stores.example.com" },
    },
  },
} satisfies EnvironmentSettings;
