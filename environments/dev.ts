import type { EnvironmentSettings } from "./environment";

/** Small, cheap, quickly made and quickly gone: the reference's own figures. */
export const dev = {
  name: "dev",
  region: "us-east-2",
  // Names of buckets are unique among all of AWS: choose one of your own.
  state: { kind: "s3", bucket: "http-scale-out-tfstate-dev" },
  network: { kind: "default-vpc" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  systems: {
    "http-scale-out": {
      image: { kind: "repository", build: {} },
    },
    "daemon-api": {
      image: { kind: "repository", build: {} },
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
    },
  },
} satisfies EnvironmentSettings;
