import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Construct } from "constructs";
import { percent } from "../../../aws/scaling/scaling";
import { validate, within } from "../../validation";
import type { ManagedScaling } from "./managed-scaling";
import { type Predictive, PredictiveScaling } from "./predictive-scaling";
import { type Step, StepScaling } from "./step-scaling";

/** An Auto Scaling group that runs a cluster's instances. */
export interface ScaledGroup {
  readonly name: string;
  readonly clusterName: string;
}

/**
 * What sizes the group of instances of a cluster. One of them, never several: two loops that both own the size of a
 * group fight over it, so there is no way to write a second one down.
 */
export type ClusterScaling = CpuTarget | ManagedScaling | Step;

/** Gives a group its policies. */
export function applyClusterScaling(
  scope: Construct,
  group: ScaledGroup,
  scaling: ClusterScaling,
): void {
  switch (scaling.kind) {
    case "cpu-target":
      new CpuTargetScaling(scope, "cpu-target", { group, scaling });
      break;
    case "step":
      new StepScaling(scope, "step", { group, scaling });
      break;
    case "managed":
      // ECS creates the policy and its alarms from the capacity provider.
      break;
  }
  const predictive = predictiveOf(scaling);
  if (predictive) new PredictiveScaling(scope, "predictive", { group, predictive });
}

/** The forecast beside a strategy. ECS's own scaling allows no other policy. */
export function predictiveOf(scaling: ClusterScaling): Predictive | undefined {
  return scaling.kind === "managed" ? undefined : scaling.predictive;
}

/** Keeps the instances' average CPU at a target. */
export interface CpuTarget {
  readonly kind: "cpu-target";
  /**
   * Average CPU of the group, percent. Low, because containers start much faster than nodes: what is below the target
   * is the room that new tasks find at once.
   * @default 30
   */
  readonly targetPercent?: number;
  /** @default none */
  readonly predictive?: Predictive;
}

export interface CpuTargetScalingProps {
  readonly group: ScaledGroup;
  readonly scaling: CpuTarget;
}

/**
 * Target tracking on the CPU of an Auto Scaling group; AWS makes and keeps the alarms.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export class CpuTargetScaling extends Construct {
  readonly policy: AutoscalingPolicy;

  constructor(scope: Construct, id: string, { group, scaling }: CpuTargetScalingProps) {
    super(scope, id);
    const targetValue = scaling.targetPercent ?? 30;
    validate(this, within("targetPercent", targetValue, ...percent));
    this.policy = new AutoscalingPolicy(this, "Default", {
      name: "cpu-target",
      autoscalingGroupName: group.name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue,
      },
    });
  }
}
