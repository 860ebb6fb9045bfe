import type { EnvironmentSettings } from "../../settings/environment";

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

/** An environment whose systems run on ECS Managed Instances. */
export const managedInstances: EnvironmentSettings = {
  name: "managed",
  region: "us-west-2",
  nameSuffix: "-managed",
  awsProviderVersion: "~> 6.28",
  state: { kind: "s3", bucket: "acme-state-managed" },
  network: { kind: "own", cidr: "10.60.0.0/16", zoneCount: 2, nat: "single" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  systems: {
    "http-scale-out": {
      capacity,
      serviceScaling: {
        strategies: [
          { kind: "cpu-target" },
          { kind: "predictive", metric: "requests", requestsPerTarget: 600 },
        ],
      },
    },
    "talk-service": { capacity: { ...capacity, architecture: "arm64" } },
    "rest-api": {
      capacity: { ...capacity, burstable: "excluded" },
      api: { logs: { accountRole: "present" } },
    },
    "http-api": {
      capacity: {
        ...capacity,
        allowedInstanceTypes: undefined,
        excludedInstanceTypes: ["m7i.large"],
      },
    },
    worker: { capacity: { ...capacity, burstable: "required" } },
  },
};
