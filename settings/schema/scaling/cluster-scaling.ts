import { managedScalingDefaults, stepDefaults } from "../../../aws/defaults";
import * as aws from "../../../aws/scaling/scaling";
import * as z from "zod";
import { notAbove } from "../../../aws/violation";
import { ofAws, rule } from "../../rules/rule";
import { choice, flag, kindsOf, percent, settings, wholeNumber } from "../fields";
import { predictiveInstances } from "./predictive-scaling";
import {
  type AlarmDefaults,
  alarm,
  comparison,
  steps,
  stepsRise,
  thresholdsApart,
  windowFits,
} from "./step-scaling";

function cpuTarget(targetPercent: number) {
  return settings({
    kind: z.literal("cpu-target"),
    /**
     * Average CPU of the instances, in percent.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html
     */
    targetPercent: percent().default(targetPercent),
    /** A forecast that adds instances before their load. @default none */
    predictive: predictiveInstances().optional(),
  });
}

const managedBase = settings({
  kind: z.literal("managed"),
  /**
   * Percent of the instances' capacity that tasks use. Below 100 keeps some free.
   * @default 100
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html
   */
  targetCapacityPercent: wholeNumber(...aws.managedScaling.targetCapacityPercent).default(
    managedScalingDefaults.targetCapacityPercent,
  ),
  /**
   * Seconds until a new instance contributes to the metrics.
   * @default 120
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html
   */
  instanceWarmupSeconds: wholeNumber(...aws.managedScaling.instanceWarmupSeconds).default(
    managedScalingDefaults.instanceWarmupSeconds,
  ),
  /**
   * The fewest instances added at once.
   * @default 1
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html
   */
  minimumStepInstances: wholeNumber(...aws.managedScaling.stepInstances).default(
    managedScalingDefaults.minimumStepInstances,
  ),
  /**
   * The most instances added at once.
   * @default 10000
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html
   */
  maximumStepInstances: wholeNumber(...aws.managedScaling.stepInstances).default(
    managedScalingDefaults.maximumStepInstances,
  ),
  /** Protects instances with tasks from scale-in (ECS.19) instead of draining them. @default false */
  terminationProtection: flag().default(false),
});

const managed = managedBase.check(
  rule<z.output<typeof managedBase>>(
    ["minimumStepInstances", "maximumStepInstances"],
    ofAws(({ minimumStepInstances: low, maximumStepInstances: high }) =>
      notAbove(["minimumStepInstances", low], ["maximumStepInstances", high]),
    ),
  ),
);

export interface StepDefaults {
  readonly metric: "instance-cpu" | "cluster-cpu";
  readonly scaleOut: AlarmDefaults & { readonly comparison: "above" | "at-or-above" };
  readonly scaleIn: AlarmDefaults;
}

const usualSteps: StepDefaults = {
  metric: "instance-cpu",
  scaleOut: { thresholdPercent: 70, adjustment: 1, evaluationPeriods: 2, comparison: "above" },
  scaleIn: { thresholdPercent: 30, adjustment: -1, evaluationPeriods: 10 },
};

function step(defaults: StepDefaults) {
  return settings({
    kind: z.literal("step"),
    /** CPU of the instances, or CPU of the cluster's tasks. @default - the system's own, on its page */
    metric: choice("instance-cpu", "cluster-cpu").default(defaults.metric),
    /** When and by how much the group grows. */
    scaleOut: settings({
      ...alarm(defaults.scaleOut),
      ...steps(),
      /**
       * Whether the threshold itself counts as crossed.
       * @default - the system's own, on its page
       * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
       */
      comparison: comparison(defaults.scaleOut.comparison),
    })
      .check(windowFits, stepsRise)
      .prefault({}),
    /** When and by how much the group shrinks. */
    scaleIn: settings(alarm(defaults.scaleIn)).check(windowFits).prefault({}),
    /**
     * Seconds after a change before the next one.
     * @default 300
     * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
     */
    cooldownSeconds: wholeNumber(...aws.cooldownSeconds).default(stepDefaults.cooldownSeconds),
    /** A forecast that adds instances before their load. @default none */
    predictive: predictiveInstances().optional(),
  }).check(thresholdsApart);
}

/**
 * What sets the number of instances: exactly one, because two would undo each other.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
 */
export function clusterScaling(steps: StepDefaults = usualSteps) {
  return z.discriminatedUnion(
    "kind",
    [cpuTarget(30), managed, step(steps)],
    kindsOf("must be one strategy, because two strategies for one group would undo each other"),
  );
}

/** The same for a service that runs a task on each instance: its tasks never wait for room, by which ECS would count. */
export function daemonScaling() {
  return z.discriminatedUnion(
    "kind",
    [step({ ...usualSteps, metric: "cluster-cpu" }), cpuTarget(50)],
    {
      error: ({ code }: { readonly code?: string }) =>
        `must be ${code === "invalid_type" ? "an object with kind " : ""}"step" or "cpu-target", ` +
        `because "managed" counts tasks that wait for capacity, and tasks of a daemon never wait`,
    },
  );
}

interface ScaledCluster {
  clusterScaling: { kind: "cpu-target" | "managed" | "step" };
  capacity: { minInstances: number };
}

export const growsFromZero = rule<ScaledCluster>(
  ["clusterScaling.kind", "capacity.minInstances"],
  ({ clusterScaling: { kind }, capacity: { minInstances } }) =>
    ofAws(aws.growsFromZero, "capacity.")({ kind, minInstances }),
);
