import type { EnvironmentSettings } from "../settings/environment";

/** Small, cheap, quickly made and quickly gone: the reference's own figures. */
export default {
  region: "us-east-2",
  // Names of buckets are unique among all of AWS: choose one of your own.
  state: { kind: "s3", bucket: "http-scale-out-tfstate-dev" },
  network: { kind: "default-vpc" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  // Metrics of each task cost more than a small instance: prod has them.
  containerInsights: "disabled",
  // Tasks and instances at work only while you are (docs/how-to/spend.md):
  // asleep: { from: "20:00", until: "07:00", timezone: "Europe/Berlin" },
  systems: {
    "http-scale-out": {
      image: { kind: "repository", build: {} },
      // The reference has room for 20, which takes 7 instances: 15 fit the 5 that there may be.
      serviceScaling: { maxTasks: 15 },
      // Above its 10 % of a vCPU, a t3.micro costs up to $15 a month more. "standard" holds it there.
      capacity: { cpuCredits: "unlimited" },
    },
    "daemon-api": {
      image: { kind: "repository", build: {} },
      capacity: { cpuCredits: "unlimited" },
    },
    "talk-service": {
      services: {
        talk: {
          priority: 1,
          image: { kind: "repository", build: {} },
          deployment: { kind: "blue-green-by-variable" },
        },
        speaker: { priority: 2, image: { kind: "repository", build: {} } },
      },
      capacity: { cpuCredits: "unlimited" },
    },
    "rest-api": {
      // Its tasks have private addresses, and so need a way out that the default VPC has not: the smallest one there is.
      network: { kind: "own", cidr: "10.10.0.0/16", zoneCount: 2, nat: "single" },
      capacity: { spotPercent: 50 },
      database: { backupDays: 1, finalSnapshot: false },
    },
    "http-api": {
      network: { kind: "own", cidr: "10.20.0.0/16", zoneCount: 3, nat: "single" },
      services: {
        food: { image: { kind: "repository", build: {} } },
        pet: { image: { kind: "repository", build: {} } },
      },
      tables: { pointInTimeRecovery: false },
      // Where `npm --prefix web run dev` shows the page.
      corsOrigins: ["http://localhost:5173"],
    },
    // Work from a queue (docs/reference/systems/worker.md):
    // worker: { image: { kind: "repository", build: {} }, containerInsights: "enabled", capacity: { kind: "instances" } },
  },
} satisfies EnvironmentSettings;
