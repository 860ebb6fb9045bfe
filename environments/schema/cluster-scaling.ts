import * as z from "zod";
import { broken, rule } from "../rules/rule";
import { choice, flag, kindsOf, percent, settings, wholeNumber } from "./fields";
import { alarm, comparison, thresholdsApart, windowFits } from "./step-scaling";

const cpuTarget = settings({
  kind: z.literal("cpu-target"),
  /** Average CPU of the instances. @default 30 */
  targetPercent: percent().default(30),
});

const managedBase = settings({
  kind: z.literal("managed"),
  /** Share of the instances' room that tasks should take: below 100 leaves some free. @default 100 */
  targetCapacityPercent: wholeNumber(1, 100).default(100),
  /** Seconds until a new instance counts. @default 120 */
  instanceWarmupSeconds: wholeNumber(0, 10_000).default(120),
  /** The fewest instances added at once. @default 1 */
  minimumStepInstances: wholeNumber(1, 10_000).default(1),
  /** The most instances added at once. @default 10000 */
  maximumStepInstances: wholeNumber(1, 10_000).default(10_000),
  /** Keeps instances with tasks from scale-in altogether (ECS.19), where draining them is not enough. @default false */
  terminationProtection: flag().default(false),
});

const managed = managedBase.check(
  rule<z.output<typeof managedBase>>(
    ["minimumStepInstances", "maximumStepInstances"],
    ({ minimumStepInstances: low, maximumStepInstances: high }) =>
      low <= high
        ? undefined
        : broken(
            "minimumStepInstances",
            `must not be above maximumStepInstances (${high})`,
            low,
            "Lower one or raise the other.",
          ),
  ),
);

const step = settings({
  kind: z.literal("step"),
  /** CPU that the instances use, or that of the cluster's tasks. @default "instance-cpu" */
  metric: choice("instance-cpu", "cluster-cpu").default("instance-cpu"),
  scaleOut: settings({
    ...alarm({ thresholdPercent: 70, adjustment: 1, evaluationPeriods: 2 }),
    comparison: comparison(),
  })
    .check(windowFits)
    .prefault({}),
  scaleIn: settings(alarm({ thresholdPercent: 30, adjustment: -1, evaluationPeriods: 10 }))
    .check(windowFits)
    .prefault({}),
  /** Seconds that a change is given to show. @default 300 */
  cooldownSeconds: wholeNumber(0, 86_400).default(300),
}).check(thresholdsApart);

/**
 * What sizes the group of instances: exactly one of these, for two would undo each other.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
 */
export const clusterScaling = z.discriminatedUnion(
  "kind",
  [cpuTarget, managed, step],
  kindsOf("must be one strategy, for two that size one group would undo each other"),
);

interface ScaledCluster {
  clusterScaling: { kind: "cpu-target" | "managed" | "step" };
  capacity: { minInstances: number };
}

/** An empty group has no CPU to measure, so only tasks that wait for room can make it grow. */
export const growsFromZero = rule<ScaledCluster>(
  ["clusterScaling.kind", "capacity.minInstances"],
  ({ clusterScaling: { kind }, capacity: { minInstances } }) =>
    kind === "managed" || minInstances > 0
      ? undefined
      : broken(
          "capacity.minInstances",
          `must be 1 or more with clusterScaling "${kind}", for a group without instances has no CPU to measure`,
          minInstances,
          'Raise it, or choose clusterScaling "managed".',
        ),
);
