import type { EnvironmentSettings } from "../../settings/environment";

/** dev with the preset `responsive`: to compare by `npm run simulate`, or to copy. No synth of the project reads it. */
export default {
  region: "us-east-2",
  state: { kind: "s3", bucket: "http-scale-out-tfstate-responsive" },
  network: { kind: "default-vpc" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  systems: {
    "http-scale-out": {
      preset: "responsive",
      image: { kind: "repository", build: {} },
      capacity: { cpuCredits: "unlimited" },
    },
    "daemon-api": {
      preset: "responsive",
      image: { kind: "repository", build: {} },
      capacity: { cpuCredits: "unlimited" },
    },
    "talk-service": {
      preset: "responsive",
      capacity: { cpuCredits: "unlimited" },
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
