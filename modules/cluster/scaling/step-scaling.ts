import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { stepDefaults } from "../../../aws/defaults";
import {
  type LargerStep,
  type ScaleOutThreshold,
  scaleOutSteps,
  scalingAlarm,
  type ScalingThreshold,
  scalingThresholdChecks,
} from "../../observability/scaling-thresholds";
import { validate } from "../../validation";
import type { ScaledGroup } from "./cluster-scaling";
import type { Predictive } from "./predictive-scaling";

type Source = Pick<CloudwatchMetricAlarmConfig, "namespace" | "dimensions">;

export interface StepScalingProps {
  readonly group: ScaledGroup;
  readonly scaling: Step;
}

/**
 * Two alarms on CPU, one that adds instances and one that removes them.
 *
 * The two policies differ in kind, because only simple policies know a cool-down: on the way out a step policy, which
 * answers at once and counts instances that are still warming up; on the way in a simple one, which waits until the
 * effect of the last change shows.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html
 */
export class StepScaling extends Construct {
  readonly scaleOut: AutoscalingPolicy;
  readonly scaleIn: AutoscalingPolicy;
  private readonly group: ScaledGroup;
  private readonly source: Source;

  constructor(scope: Construct, id: string, { group, scaling }: StepScalingProps) {
    super(scope, id);
    const step = resolveStep(scaling);
    validate(this, ...scalingThresholdChecks(step));
    this.group = group;
    this.source = sourceOf(step.metric, group);
    this.scaleOut = this.addScaleOut(step.scaleOut, step.cooldownSeconds);
    this.scaleIn = this.addScaleIn(step.scaleIn.adjustment, step.cooldownSeconds);
    this.addAlarm("scale-out", step.scaleOut, this.scaleOut);
    this.addAlarm("scale-in", step.scaleIn, this.scaleIn);
  }

  private addScaleOut(threshold: ScaleOutThreshold, warmupSeconds: number): AutoscalingPolicy {
    return new AutoscalingPolicy(this, "scale-out", {
      name: "scale-out",
      autoscalingGroupName: this.group.name,
      policyType: "StepScaling",
      estimatedInstanceWarmup: warmupSeconds,
      ...scaleOutSteps(threshold),
    });
  }

  private addScaleIn(adjustment: number, cooldownSeconds: number): AutoscalingPolicy {
    return new AutoscalingPolicy(this, "scale-in", {
      name: "scale-in",
      autoscalingGroupName: this.group.name,
      policyType: "SimpleScaling",
      adjustmentType: "ChangeInCapacity",
      scalingAdjustment: adjustment,
      cooldown: cooldownSeconds,
    });
  }

  private addAlarm(id: string, threshold: ScalingThreshold, policy: AutoscalingPolicy): void {
    new CloudwatchMetricAlarm(this, `${id}-alarm`, {
      alarmName: `${this.group.name}-${id}`,
      ...this.source,
      ...scalingAlarm("CPUUtilization", threshold, "instances"),
      alarmActions: [policy.arn],
    });
  }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
function sourceOf(metric: Step["metric"], group: ScaledGroup): Source {
  return metric === "cluster-cpu"
    ? { namespace: "AWS/ECS", dimensions: { ClusterName: group.clusterName } }
    : { namespace: "AWS/EC2", dimensions: { AutoScalingGroupName: group.name } };
}

/** Adds and removes a fixed number of instances on two alarms. */
export interface Step {
  readonly kind: "step";
  /**
   * `instance-cpu` is what the instances of the group really use; `cluster-cpu` what tasks use of the CPU units that
   * the cluster has.
   * @default "instance-cpu"
   */
  readonly metric?: "instance-cpu" | "cluster-cpu";
  readonly scaleOut?: ScaleOut;
  readonly scaleIn?: ScaleIn;
  /**
   * How long a change is given to show: the warm-up of an added instance, and the pause before one is removed.
   * @default 300
   */
  readonly cooldownSeconds?: number;
  /** @default none */
  readonly predictive?: Predictive;
}

export interface ScaleOut {
  /** @default 70 */
  readonly thresholdPercent?: number;
  /**
   * Whether the threshold itself already counts.
   * @default "above"
   */
  readonly comparison?: "above" | "at-or-above";
  /**
   * Instances to add.
   * @default 1
   */
  readonly adjustment?: number;
  /** @default "number" */
  readonly adjustmentUnit?: "number" | "percent";
  /**
   * The smallest first.
   * @default []
   */
  readonly largerSteps?: readonly LargerStep[];
  /**
   * A multiple of 60.
   * @default 60
   */
  readonly periodSeconds?: number;
  /** @default 2 */
  readonly evaluationPeriods?: number;
}

export interface ScaleIn {
  /**
   * Below the other one.
   * @default 30
   */
  readonly thresholdPercent?: number;
  /**
   * Instances to remove, as a negative number.
   * @default -1
   */
  readonly adjustment?: number;
  /**
   * A multiple of 60.
   * @default 60
   */
  readonly periodSeconds?: number;
  /** @default 10 */
  readonly evaluationPeriods?: number;
}

export function resolveStep({ metric, scaleOut, scaleIn, cooldownSeconds }: Step) {
  return {
    metric: metric ?? "instance-cpu",
    scaleOut: {
      thresholdPercent: scaleOut?.thresholdPercent ?? 70,
      comparison: scaleOut?.comparison ?? stepDefaults.comparison,
      adjustment: scaleOut?.adjustment ?? 1,
      adjustmentUnit: scaleOut?.adjustmentUnit ?? "number",
      largerSteps: scaleOut?.largerSteps ?? [],
      periodSeconds: scaleOut?.periodSeconds ?? stepDefaults.periodSeconds,
      evaluationPeriods: scaleOut?.evaluationPeriods ?? 2,
      statistic: stepDefaults.statistic,
    },
    scaleIn: {
      thresholdPercent: scaleIn?.thresholdPercent ?? 30,
      comparison: "below" as const,
      adjustment: scaleIn?.adjustment ?? -1,
      periodSeconds: scaleIn?.periodSeconds ?? stepDefaults.periodSeconds,
      evaluationPeriods: scaleIn?.evaluationPeriods ?? 10,
      statistic: stepDefaults.statistic,
    },
    cooldownSeconds: cooldownSeconds ?? stepDefaults.cooldownSeconds,
  };
}
