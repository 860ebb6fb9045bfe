import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import {
  scalingAlarm,
  scalingThresholdChecks,
  type ScalingThreshold,
} from "../../observability/scaling-thresholds";
import { validate } from "../../validation";
import type { ScaledService } from "./scaled-service";
import { resolveStep, type ResolvedStep, type Step } from "./step";

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
    // The step's bounds are distances from the alarm's threshold: all there is above it, or below it.
    const bound =
      direction === "scale-out"
        ? { metricIntervalLowerBound: "0" }
        : { metricIntervalUpperBound: "0" };
    return new AppautoscalingPolicy(this, direction, {
      name: `${serviceName}-${this.step.metric}-${direction}`,
      policyType: "StepScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        cooldown: this.step.cooldownSeconds,
        metricAggregationType: statistic,
        stepAdjustment: [{ ...bound, scalingAdjustment: adjustment }],
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
