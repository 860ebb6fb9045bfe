import type { EnvironmentSettings } from "../settings/environment";

/** As prod is, but for less money: one way out for all zones, half of the instances on Spot. */
export default {
  region: "us-east-2",
  nameSuffix: "-staging",
  // Names of buckets are unique among all of AWS: choose one of your own.
  state: { kind: "s3", bucket: "http-scale-out-tfstate-staging" },
  network: { kind: "own", cidr: "10.1.0.0/16", zoneCount: 3, nat: "single" },
  // A zone of yours, and its id from Route 53.
  domain: { name: "staging.example.com", hostedZoneId: "Z0123456789STAGING" },
  protections: { deletionProtection: false, httpsOnly: true, waitForDeployments: true },
  dashboards: true,
  logRetentionDays: 30,
  systems: {
    "http-scale-out": {
      image: { kind: "repository", build: {} },
      service: { desiredCount: 2 },
      serviceScaling: { minTasks: 2, maxTasks: 12 },
      capacity: {
        instanceTypes: ["t3.micro", "t3a.micro"],
        minInstances: 1,
        maxInstances: 4,
        spotPercent: 50,
        cpuCredits: "unlimited",
      },
      loadBalancer: {
        domainName: "api.staging.example.com",
        certificate: { kind: "request" },
      },
    },
    "daemon-api": {
      image: { kind: "repository", build: {} },
      capacity: {
        instanceTypes: ["t3.micro", "t3a.micro"],
        spotPercent: 50,
        cpuCredits: "unlimited",
      },
      loadBalancer: {
        domainName: "daemon.staging.example.com",
        certificate: { kind: "request" },
      },
    },
    "talk-service": {
      services: {
        talk: {
          priority: 1,
          image: { kind: "repository", build: {} },
          // The idle colour can be tried by whoever sends the header.
          deployment: { kind: "blue-green-by-variable", testHeader: "x-color" },
        },
        speaker: { priority: 2, image: { kind: "repository", build: {} } },
      },
      capacity: {
        instanceTypes: ["t3.micro", "t3a.micro"],
        spotPercent: 50,
        cpuCredits: "unlimited",
      },
      loadBalancer: {
        domainName: "conference.staging.example.com",
        certificate: { kind: "request" },
      },
    },
    "rest-api": {
      capacity: { spotPercent: 50 },
      loadBalancer: {
        domainName: "students.staging.example.com",
        certificate: { kind: "request" },
      },
      database: { finalSnapshot: false },
      api: {
        throttling: { requestsPerSecond: 50, burst: 100 },
        // Of the role by which API Gateway logs there is one in an account and region: prod's.
        logs: { executionLevel: "INFO", accountRole: "present" },
      },
      bastion: {},
    },
    "http-api": {
      network: { kind: "own", cidr: "10.21.0.0/16", zoneCount: 3, nat: "single" },
      capacity: { spotPercent: 50 },
      services: {
        food: {
          image: { kind: "repository", build: {} },
          serviceScaling: { minTasks: 2, maxTasks: 12 },
          service: { desiredCount: 2 },
        },
        pet: {
          image: { kind: "repository", build: {} },
          serviceScaling: { minTasks: 2, maxTasks: 12 },
          service: { desiredCount: 2 },
        },
      },
      api: { domainName: "stores-api.staging.example.com" },
      throttling: { rateLimit: 200, burstLimit: 100 },
      page: { kind: "hosted", domainName: "stores.staging.example.com" },
    },
  },
} satisfies EnvironmentSettings;
