import {
  AppautoscalingPolicy,
  type AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as PredefinedMetric,
} from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { Construct } from "constructs";
import { cooldownSeconds } from "../../../aws/scaling";
import { within, type Check } from "../../validation";
import type { ScaledService } from "./scaled-service";

/** Pauses after a change of the number of tasks. */
export interface Cooldowns {
  /**
   * Seconds before tasks are removed again.
   * @default 300
   */
  readonly scaleInCooldownSeconds?: number;
  /**
   * Seconds before more tasks are added, unless by more than the last time.
   * @default 300
   */
  readonly scaleOutCooldownSeconds?: number;
}

export interface TargetTracking extends Cooldowns {
  readonly name: string;
  readonly metric: PredefinedMetric;
  readonly targetValue: number;
}

/**
 * A policy that keeps a metric at a target; AWS makes and keeps the alarms.
 *
 * Those alarms look at 3 minutes before they add tasks and at 15 before they remove one, whatever the cool-downs say.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
export function trackTarget(
  scope: Construct,
  { target, serviceName }: ScaledService,
  tracking: TargetTracking,
): AppautoscalingPolicy {
  return new AppautoscalingPolicy(scope, "Default", {
    name: `${serviceName}-${tracking.name}`,
    policyType: "TargetTrackingScaling",
    serviceNamespace: target.serviceNamespace,
    scalableDimension: target.scalableDimension,
    resourceId: target.resourceId,
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: tracking.metric,
      targetValue: tracking.targetValue,
      scaleInCooldown: tracking.scaleInCooldownSeconds ?? 300,
      scaleOutCooldown: tracking.scaleOutCooldownSeconds ?? 300,
    },
  });
}

export function cooldownChecks(cooldowns: Cooldowns): readonly Check[] {
  return [
    within("scaleInCooldownSeconds", cooldowns.scaleInCooldownSeconds, ...cooldownSeconds),
    within("scaleOutCooldownSeconds", cooldowns.scaleOutCooldownSeconds, ...cooldownSeconds),
  ];
}
