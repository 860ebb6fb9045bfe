import type {
  SimulatedGroup,
  SimulatedService,
  SimulatedSystem,
} from "../../tools/simulate/model/system";

const tracking = (target: number) =>
  ({
    kind: "target-tracking",
    name: "cpu-target",
    metric: "cpu",
    periodSeconds: 60,
    target,
    scaleOutCooldownSeconds: 300,
    scaleInCooldownSeconds: 300,
    scaleInDisabled: false,
  }) as const;

const service: SimulatedService = {
  name: "http-api",
  scheduling: "replica",
  desiredCount: 1,
  task: {
    cpuUnits: 256,
    memoryMiB: 256,
    cpuIsLimit: false,
    hostPorts: [],
    ownNetworkInterface: false,
    stopTimeoutSeconds: 30,
    architecture: "x86_64",
  },
  capacity: [{ kind: "group", group: "nodes", waitsForRoom: false, base: 0, weight: 1 }],
  placement: [{ type: "binpack", field: "cpu" }],
  distinctInstances: false,
  deployment: { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: true },
  targets: {
    checkIntervalSeconds: 30,
    checkTimeoutSeconds: 5,
    unhealthyThreshold: 3,
    deregistrationSeconds: 60,
    requestTimeoutSeconds: 60,
  },
  healthCheckGraceSeconds: 0,
  scaling: { min: 1, max: 20, policies: [tracking(80)], schedule: [] },
  loadShare: 1,
};

const group: SimulatedGroup = {
  name: "nodes",
  min: 1,
  max: 5,
  desired: 1,
  instance: {
    type: "t3.micro",
    vcpus: 2,
    memoryMiB: 919,
    networkInterfaces: 1,
    credits: { mode: "unlimited", baselinePercent: 10, launchCredits: 0 },
  },
  spotPercent: 0,
  warmupSeconds: 120,
  policies: [tracking(30)],
  schedule: [],
  warmPoolSize: 0,
  managedDraining: true,
  terminationProtection: false,
};

/** http-scale-out with the reference's numbers. */
export const reference: SimulatedSystem = {
  name: "reference",
  zones: 3,
  services: [service],
  groups: [group],
};

/** A thousand tasks on two hundred instances, with the size set by ECS. */
export const large: SimulatedSystem = {
  name: "large",
  zones: 3,
  services: [
    {
      ...service,
      desiredCount: 1000,
      capacity: [{ kind: "group", group: "nodes", waitsForRoom: true, base: 0, weight: 1 }],
      scaling: { min: 200, max: 1000, policies: [tracking(80)], schedule: [] },
    },
  ],
  groups: [
    {
      ...group,
      max: 200,
      policies: [],
      managedScaling: {
        targetCapacity: 100,
        warmupSeconds: 120,
        minimumStep: 1,
        maximumStep: 10_000,
      },
      instance: { type: "c5.large", vcpus: 2, memoryMiB: 3868, networkInterfaces: 2 },
    },
  ],
};
