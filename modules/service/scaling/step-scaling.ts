import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { stepDefaults, taskStepDefaults } from "../../../aws/defaults";
import {
  type LargerStep,
  scaleOutSteps,
  scalingAlarm,
  type ScalingThreshold,
  scalingThresholdChecks,
  type Statistic,
} from "../../observability/scaling-thresholds";
import { ofTarget } from "../../scalable-target";
import { validate } from "../../validation";
import type { ScaledService } from "./service-scaling";

export interface StepScalingProps {
  readonly service: ScaledService;
  readonly strategy: Step;
}

const METRICS = { cpu: "CPUUtilization", memory: "MemoryUtilization" } as const;

/**
 * Two alarms on a service, one that adds tasks and one that removes them, and a policy for each.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html
 */
export class StepScaling extends Construct {
  readonly scaleOut: AppautoscalingPolicy;
  readonly scaleIn: AppautoscalingPolicy;
  private readonly service: ScaledService;
  private readonly step: ResolvedStep;

  constructor(scope: Construct, id: string, { service, strategy }: StepScalingProps) {
    super(scope, id);
    this.service = service;
    this.step = resolveStep(strategy);
    validate(this, ...scalingThresholdChecks(this.step));
    this.scaleOut = this.addPolicy("scale-out", this.step.scaleOut);
    this.scaleIn = this.addPolicy("scale-in", this.step.scaleIn);
    this.addAlarm("scale-out", this.step.scaleOut, this.scaleOut);
    this.addAlarm("scale-in", this.step.scaleIn, this.scaleIn);
  }

  private addPolicy(
    direction: "scale-out" | "scale-in",
    { adjustment, statistic }: ScalingThreshold,
  ): AppautoscalingPolicy {
    const { target, serviceName } = this.service;
    const steps =
      direction === "scale-out"
        ? scaleOutSteps(this.step.scaleOut)
        : {
            adjustmentType: "ChangeInCapacity",
            // All there is below the alarm's threshold.
            stepAdjustment: [{ metricIntervalUpperBound: "0", scalingAdjustment: adjustment }],
          };
    return new AppautoscalingPolicy(this, direction, {
      name: `${serviceName}-${this.step.metric}-${direction}`,
      policyType: "StepScaling",
      ...ofTarget(target),
      stepScalingPolicyConfiguration: {
        ...steps,
        cooldown: this.step.cooldownSeconds,
        metricAggregationType: statistic,
      },
    });
  }

  private addAlarm(
    direction: "scale-out" | "scale-in",
    threshold: ScalingThreshold,
    policy: AppautoscalingPolicy,
  ): void {
    const { clusterName, serviceName } = this.service;
    new CloudwatchMetricAlarm(this, `${direction}-alarm`, {
      // Alarms of an account and region share one set of names.
      alarmName: `${clusterName}-${serviceName}-${this.step.metric}-${direction}`,
      namespace: "AWS/ECS",
      dimensions: { ClusterName: clusterName, ServiceName: serviceName },
      ...scalingAlarm(METRICS[this.step.metric], threshold, "tasks"),
      alarmActions: [policy.arn],
    });
  }
}

/** Adds and removes a fixed number of tasks on two alarms. */
export interface Step {
  readonly kind: "step";
  /**
   * The share of their reservation that the service's tasks use.
   * @default "cpu"
   */
  readonly metric?: "cpu" | "memory";
  readonly scaleOut?: ScaleOut;
  readonly scaleIn?: ScaleIn;
  /**
   * Pause after a change before the next of the same direction.
   * @default 300
   */
  readonly cooldownSeconds?: number;
}

export interface ScaleOut {
  /** @default 60 */
  readonly thresholdPercent?: number;
  /**
   * Whether the threshold itself already counts.
   * @default "above"
   */
  readonly comparison?: "above" | "at-or-above";
  /**
   * Tasks to add.
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
  /** @default 1 */
  readonly evaluationPeriods?: number;
  /** @default "Average" */
  readonly statistic?: Statistic;
}

export interface ScaleIn {
  /**
   * Below the other one.
   * @default 30
   */
  readonly thresholdPercent?: number;
  /**
   * Tasks to remove, as a negative number.
   * @default -1
   */
  readonly adjustment?: number;
  /**
   * A multiple of 60.
   * @default 60
   */
  readonly periodSeconds?: number;
  /** @default 5 */
  readonly evaluationPeriods?: number;
  /** @default "Average" */
  readonly statistic?: Statistic;
}

export type ResolvedStep = ReturnType<typeof resolveStep>;

export function resolveStep({ metric, scaleOut, scaleIn, cooldownSeconds }: Step) {
  return {
    metric: metric ?? taskStepDefaults.metric,
    scaleOut: {
      thresholdPercent: scaleOut?.thresholdPercent ?? taskStepDefaults.scaleOut.thresholdPercent,
      comparison: scaleOut?.comparison ?? stepDefaults.comparison,
      adjustment: scaleOut?.adjustment ?? taskStepDefaults.scaleOut.adjustment,
      adjustmentUnit: scaleOut?.adjustmentUnit ?? "number",
      largerSteps: scaleOut?.largerSteps ?? [],
      periodSeconds: scaleOut?.periodSeconds ?? stepDefaults.periodSeconds,
      evaluationPeriods: scaleOut?.evaluationPeriods ?? taskStepDefaults.scaleOut.evaluationPeriods,
      statistic: scaleOut?.statistic ?? stepDefaults.statistic,
    },
    scaleIn: {
      thresholdPercent: scaleIn?.thresholdPercent ?? taskStepDefaults.scaleIn.thresholdPercent,
      comparison: "below" as const,
      adjustment: scaleIn?.adjustment ?? taskStepDefaults.scaleIn.adjustment,
      periodSeconds: scaleIn?.periodSeconds ?? stepDefaults.periodSeconds,
      evaluationPeriods: scaleIn?.evaluationPeriods ?? taskStepDefaults.scaleIn.evaluationPeriods,
      statistic: scaleIn?.statistic ?? stepDefaults.statistic,
    },
    cooldownSeconds: cooldownSeconds ?? stepDefaults.cooldownSeconds,
  };
}
