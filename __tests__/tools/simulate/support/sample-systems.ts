import type { Load } from "../../../../tools/simulate/model/load";
import type {
  QueueConsumer,
  ServicePolicy,
  ServiceScaling,
  SimulatedGroup,
  SimulatedService,
  SimulatedSystem,
  TargetTrackingPolicy,
} from "../../../../tools/simulate/model/system";

export const cpuTarget = (
  target: number,
  more: Partial<TargetTrackingPolicy> = {},
): TargetTrackingPolicy => ({
  kind: "target-tracking",
  name: "cpu-target",
  metric: "cpu",
  periodSeconds: 60,
  target,
  scaleOutCooldownSeconds: 300,
  scaleInCooldownSeconds: 300,
  scaleInDisabled: false,
  ...more,
});

/** The queue of our worker: messages are hidden for a minute, and handed out five times. */
export const consumer = (more: Partial<QueueConsumer> = {}): QueueConsumer => ({
  queue: {
    name: "jobs",
    visibilityTimeoutSeconds: 60,
    retentionSeconds: 345_600,
    maxReceives: 5,
    deadLetterQueue: "jobs-dead-letters",
  },
  concurrency: 10,
  isProtected: true,
  stopTimeoutSeconds: 30,
  ...more,
});

/** Messages that wait for each task of `worker`, as the settings' queue-target has it. */
export const backlogTarget = (target: number): TargetTrackingPolicy => ({
  ...cpuTarget(target),
  name: "queue-target",
  metric: "custom",
  custom: {
    statistic: "Average",
    source: {
      of: "math",
      name: "worker",
      expression: "(messages) / tasks",
      inputs: {
        messages: {
          source: { of: "queue", name: "jobs", metric: "visible-messages" },
          statistic: "Sum",
        },
        tasks: {
          source: { of: "service", name: "worker", metric: "running-tasks" },
          statistic: "Average",
        },
      },
    },
  },
});

export const scaling = (
  min: number,
  max: number,
  ...policies: readonly ServicePolicy[]
): ServiceScaling => ({ min, max, policies, schedule: [] });

/** The reference's service: 256 CPU units and 256 MiB, on the group `nodes`. */
export const service = (more: Partial<SimulatedService> = {}): SimulatedService => ({
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
  scaling: scaling(1, 20, cpuTarget(80)),
  loadShare: 1,
  ...more,
});

export const fargateService = (more: Partial<SimulatedService> = {}): SimulatedService =>
  service({
    capacity: [{ kind: "fargate", spot: false, base: 0, weight: 1 }],
    task: { ...service().task, cpuIsLimit: true, ownNetworkInterface: true },
    placement: [],
    ...more,
  });

/** The reference's group: t3.micro, 1 to 5, at 30 % CPU. */
export const group = (more: Partial<SimulatedGroup> = {}): SimulatedGroup => ({
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
  policies: [cpuTarget(30)],
  schedule: [],
  warmPoolSize: 0,
  managedDraining: true,
  terminationProtection: false,
  ...more,
});

/** Without scaling on CPU; ECS sizes it. */
export const managedGroup = (more: Partial<SimulatedGroup> = {}): SimulatedGroup =>
  group({
    policies: [],
    managedScaling: {
      targetCapacity: 100,
      warmupSeconds: 300,
      minimumStep: 1,
      maximumStep: 10_000,
    },
    ...more,
  });

export const system = (
  services: readonly SimulatedService[] = [service()],
  groups: readonly SimulatedGroup[] = [group()],
): SimulatedSystem => ({ name: "sample", zones: 3, services, groups });

export const load = (seconds: number, rateAt: (second: number) => number): Load => ({
  name: "sample",
  seconds,
  rateAt,
});

/** One rate, then another. */
export const stepLoad = (before: number, after: number, at: number, seconds: number): Load =>
  load(seconds, (second) => (second < at ? before : after));
