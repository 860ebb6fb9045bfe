import type { EnvironmentSettings } from "../../settings/environment";

/** dev with the system worker alone, on Fargate, which scales on the messages that wait for each task. */
export default {
  name: "worker",
  region: "us-east-2",
  state: { kind: "s3", bucket: "http-scale-out-tfstate-worker" },
  network: { kind: "own", cidr: "10.30.0.0/16", zoneCount: 3, nat: "single" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  // Scaling divides the messages by the number of running tasks, which Container Insights counts.
  containerInsights: "enabled",
  systems: {
    worker: { image: { kind: "repository", build: {} } },
  },
} satisfies EnvironmentSettings;
