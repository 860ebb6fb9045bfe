import type { EnvironmentSettings } from "../../../settings/environment";

/** A group whose types AWS chooses, each setting other than its default: instances with several GPUs. */
const capacity = {
  minInstances: 2,
  maxInstances: 3,
  spotPercent: 50,
  instanceRequirements: {
    minVcpus: 4,
    maxVcpus: 192,
    minMemoryMiB: 16_384,
    maxMemoryMiB: 786_432,
    minGpus: 4,
    maxGpus: 8,
    excludedInstanceTypes: ["p4*", "p5*"],
    burstable: "excluded" as const,
    cpuManufacturers: ["intel" as const, "amd" as const],
    instanceGenerations: ["current" as const, "previous" as const],
    spotMaxPricePercent: 50,
  },
};

/** Another container with a GPU of its own. */
const sidecars = {
  encoder: {
    image: { kind: "reference" as const, reference: "ghcr.io/acme/encoder:1.0.0" },
    cpu: 64,
    memoryLimitMiB: 128,
    gpu: 1,
  },
};

/** An environment whose systems run on instances of types that AWS chooses. */
export const chosenInstances: EnvironmentSettings = {
  name: "chosen",
  region: "us-west-2",
  nameSuffix: "-chosen",
  state: { kind: "s3", bucket: "acme-state-chosen" },
  network: { kind: "default-vpc" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 7,
  pipelines: {
    "daemon-api": {
      source: { kind: "connection", repository: "acme/shop", provider: "GitLab" },
      rollback: "failure",
      deploy: { kind: "ecs", timeoutMinutes: 30 },
    },
  },
  systems: {
    "http-scale-out": { container: { gpu: 2 }, sidecars, capacity },
    "daemon-api": {
      image: { kind: "repository", build: {} },
      container: { gpu: 2 },
      sidecars,
      capacity,
    },
    "talk-service": {
      services: { talk: { priority: 1, container: { gpu: 1 }, sidecars } },
      capacity,
    },
    worker: {
      container: { gpu: 1 },
      sidecars,
      capacity: { ...capacity, kind: "instances", instanceTypes: undefined },
    },
  },
};
