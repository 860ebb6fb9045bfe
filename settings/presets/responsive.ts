import type * as z from "zod";
import type { systems } from "../schema/environment";

/*
 * The settings that determine how fast a system scales out, chosen for a tenfold step of the load.
 * docs/how-to/scale-out-faster.md has the figures. A test simulates them and compares them with the reference.
 */

type Settings<Name extends keyof typeof systems> = NonNullable<z.input<(typeof systems)[Name]>>;
type Strategy = NonNullable<
  NonNullable<Settings<"http-scale-out">["serviceScaling"]>["strategies"]
>[number];

const entry = {
  healthCheck: {
    // A new target is in service after one successful check.
    intervalSeconds: 6,
    // A task with a full queue responds late. Stopping it would increase the load on the others.
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 5,
  },
  deregistrationDelaySeconds: 15,
};

/** Percent to add, by multiple of the threshold. */
const STEPS = [
  [1.3, 50],
  [1.6, 100],
  [2.2, 200],
  [3, 300],
  [4, 500],
] as const;

/**
 * One 1-minute data point instead of the three that target tracking waits for, and steps in proportion to the distance
 * from the threshold. A task on EC2 can use more CPU than it reserves: a task of 256 units with a vCPU for itself reports
 * up to 400 %.
 */
function tasksInSteps(thresholdPercent: number): Strategy {
  return {
    kind: "step",
    metric: "cpu",
    scaleOut: {
      thresholdPercent,
      evaluationPeriods: 1,
      adjustmentUnit: "percent",
      adjustment: 20,
      largerSteps: STEPS.map(([times, adjustment]) => ({
        thresholdPercent: Math.round(times * thresholdPercent),
        adjustment,
      })),
    },
    scaleIn: { thresholdPercent: Math.round(0.75 * thresholdPercent), evaluationPeriods: 5 },
    // Until the metric reflects the added tasks: its delay, a period, and their start.
    cooldownSeconds: 300,
  };
}

/** AMD instances cost 10 % less. Other types are used if they are not available. */
const instanceTypes = ["t3a.micro", "t3.micro"];

/** ECS adds instances in the same minute in which tasks cannot be placed. */
const instancesForTasks = { kind: "managed", instanceWarmupSeconds: 60 } as const;

export const httpScaleOut: Settings<"http-scale-out"> = {
  serviceScaling: { strategies: [tasksInSteps(80)] },
  // The second instance has capacity for the first tasks of a peak, and already has their image.
  capacity: { instanceTypes, minInstances: 2, maxInstances: 7 },
  placement: "spread-then-pack",
  clusterScaling: instancesForTasks,
  loadBalancer: entry,
};

/** A program that computes on one of two vCPUs reports at most 50 % and never reaches the reference's 70 %. */
export const daemonApi: Settings<"daemon-api"> = {
  capacity: { instanceTypes, maxInstances: 12 },
  clusterScaling: {
    kind: "step",
    metric: "cluster-cpu",
    scaleOut: {
      thresholdPercent: 30,
      evaluationPeriods: 1,
      adjustmentUnit: "percent",
      adjustment: 20,
      largerSteps: [
        { thresholdPercent: 38, adjustment: 50 },
        { thresholdPercent: 46, adjustment: 100 },
      ],
    },
    scaleIn: { thresholdPercent: 20, evaluationPeriods: 5 },
    cooldownSeconds: 120,
  },
  loadBalancer: entry,
};

/** talk-service without its services. */
export const talkService: Omit<Settings<"talk-service">, "services"> = {
  capacity: { instanceTypes, maxInstances: 6 },
  placement: "spread-then-pack",
  clusterScaling: {
    kind: "step",
    scaleOut: { thresholdPercent: 27 },
    scaleIn: { thresholdPercent: 19 },
    cooldownSeconds: 120,
  },
  loadBalancer: entry,
};

type PathServices = NonNullable<Settings<"talk-service">["services"]>;

/** Settings of each service of talk-service. */
export const pathService: Omit<PathServices[string], "priority"> = {
  serviceScaling: { maxTasks: 20, strategies: [tasksInSteps(60)] },
};
