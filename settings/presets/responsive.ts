import type * as z from "zod";
import type { systems } from "../schema/environment";

/*
 * What decides how fast a system scales out, set for a tenfold step. docs/how-to/scale-out-faster.md has the figures; a
 * test simulates them against the reference's.
 */

type Settings<Name extends keyof typeof systems> = NonNullable<z.input<(typeof systems)[Name]>>;
type Strategy = NonNullable<
  NonNullable<Settings<"http-scale-out">["serviceScaling"]>["strategies"]
>[number];

const entry = {
  healthCheck: {
    // A new target is in service after one good check.
    intervalSeconds: 6,
    // A task with a full queue answers late: ended for that, it would leave the others with even more.
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 5,
  },
  deregistrationDelaySeconds: 15,
};

/** Percent to add, from so many times the threshold on. */
const STEPS = [
  [1.3, 50],
  [1.6, 100],
  [2.2, 200],
  [3, 300],
  [4, 500],
] as const;

/**
 * One point of a minute in place of the three that target tracking waits for, and steps in proportion to how far the
 * metric is above the threshold. A task on EC2 may use more than it reserves: one of 256 units that has a vCPU for itself
 * shows up to 400 %.
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
    // Until the metric tells of the tasks that were added: its delay, a period, and their start.
    cooldownSeconds: 300,
  };
}

/** AMD's are a tenth cheaper; the others where there are none. */
const instanceTypes = ["t3a.micro", "t3.micro"];

/** ECS asks for instances in the minute in which tasks find no room. */
const instancesForTasks = { kind: "managed", instanceWarmupSeconds: 60 } as const;

export const httpScaleOut: Settings<"http-scale-out"> = {
  serviceScaling: { strategies: [tasksInSteps(80)] },
  // The second instance has room for the first tasks of a peak, and their image.
  capacity: { instanceTypes, minInstances: 2, maxInstances: 7 },
  placement: "spread-then-pack",
  clusterScaling: instancesForTasks,
  loadBalancer: entry,
};

/** A program that computes on one of two vCPU shows 50 % at most, so the reference's 70 % is never reached. */
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

/** talk-service, but for its services. */
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

/** Each service of talk-service. */
export const pathService: Omit<PathServices[string], "priority"> = {
  serviceScaling: { maxTasks: 20, strategies: [tasksInSteps(60)] },
};
