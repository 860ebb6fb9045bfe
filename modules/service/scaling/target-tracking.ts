import {
  AppautoscalingPolicy,
  type AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification as CustomizedMetric,
  type AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as PredefinedMetric,
} from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import { stepDefaults, taskTargetDefaults } from "../../../aws/defaults";
import { cooldownSeconds, percent } from "../../../aws/scaling/scaling";
import { ofTarget } from "../../scalable-target";
import { type Check, validate, within } from "../../validation";
import type { ScaledService } from "./service-scaling";

/** Cooldowns after a change of the number of tasks. */
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
  readonly metric: PredefinedMetric | { readonly customized: CustomizedMetric };
  readonly targetValue: number;
}

/**
 * A policy that keeps a metric at a target; AWS makes and keeps the alarms.
 *
 * Those alarms evaluate 3 minutes before they add tasks and 15 before they remove one, regardless of the cooldowns.
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
    ...ofTarget(target),
    targetTrackingScalingPolicyConfiguration: {
      ...("customized" in tracking.metric
        ? { customizedMetricSpecification: tracking.metric.customized }
        : { predefinedMetricSpecification: tracking.metric }),
      targetValue: tracking.targetValue,
      scaleInCooldown: tracking.scaleInCooldownSeconds ?? stepDefaults.cooldownSeconds,
      scaleOutCooldown: tracking.scaleOutCooldownSeconds ?? stepDefaults.cooldownSeconds,
    },
  });
}

export function cooldownChecks(cooldowns: Cooldowns): readonly Check[] {
  return [
    within("scaleInCooldownSeconds", cooldowns.scaleInCooldownSeconds, ...cooldownSeconds),
    within("scaleOutCooldownSeconds", cooldowns.scaleOutCooldownSeconds, ...cooldownSeconds),
  ];
}

/** The service's own metric, of a minute or of 20 seconds. */
function utilization(of: "CPU" | "Memory", highResolution = false): PredefinedMetric {
  const metric = `ECSServiceAverage${of}Utilization`;
  return { predefinedMetricType: highResolution ? `${metric}HighResolution` : metric };
}

/** Keeps the tasks' average CPU at a target. */
export interface CpuTarget extends Cooldowns {
  readonly kind: "cpu-target";
  /**
   * Average CPU as a percentage of what the tasks reserve.
   * @default 80
   */
  readonly targetPercent?: number;
  /**
   * Whether to use the metric of 20 seconds. AWS accepts the policy only if all tasks of the service publish it, which no
   * version of the AWS provider can enable (hashicorp/terraform-provider-aws#48669).
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-faster-auto-scaling.html
   * @default false
   */
  readonly highResolution?: boolean;
}

export interface CpuTargetScalingProps {
  readonly service: ScaledService;
  readonly strategy: CpuTarget;
}

/** Target tracking on the CPU of a service. */
export class CpuTargetScaling extends Construct {
  readonly policy: AppautoscalingPolicy;

  constructor(scope: Construct, id: string, { service, strategy }: CpuTargetScalingProps) {
    super(scope, id);
    const targetValue = strategy.targetPercent ?? taskTargetDefaults.targetPercent;
    validate(this, within("targetPercent", targetValue, ...percent), ...cooldownChecks(strategy));
    this.policy = trackTarget(this, service, {
      ...strategy,
      name: "cpu-target",
      metric: utilization("CPU", strategy.highResolution),
      targetValue,
    });
  }
}

/** Keeps the tasks' average memory at a target. */
export interface MemoryTarget extends Cooldowns {
  readonly kind: "memory-target";
  /**
   * Average memory as a percentage of what the tasks reserve.
   * @default 80
   */
  readonly targetPercent?: number;
  /**
   * Whether to use the metric of 20 seconds. AWS accepts the policy only if all tasks of the service publish it, which no
   * version of the AWS provider can enable (hashicorp/terraform-provider-aws#48669).
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-faster-auto-scaling.html
   * @default false
   */
  readonly highResolution?: boolean;
}

export interface MemoryTargetScalingProps {
  readonly service: ScaledService;
  readonly strategy: MemoryTarget;
}

/** Target tracking on the memory of a service. */
export class MemoryTargetScaling extends Construct {
  readonly policy: AppautoscalingPolicy;

  constructor(scope: Construct, id: string, { service, strategy }: MemoryTargetScalingProps) {
    super(scope, id);
    const targetValue = strategy.targetPercent ?? taskTargetDefaults.targetPercent;
    validate(this, within("targetPercent", targetValue, ...percent), ...cooldownChecks(strategy));
    this.policy = trackTarget(this, service, {
      ...strategy,
      name: "memory-target",
      metric: utilization("Memory", strategy.highResolution),
      targetValue,
    });
  }
}

/** Keeps the number of requests a task gets at a target. */
export interface RequestsTarget extends Cooldowns {
  readonly kind: "requests-target";
  /** Requests a minute and task, at least 1. */
  readonly requestsPerTarget: number;
}

export interface RequestsTargetScalingProps {
  readonly service: ScaledService;
  readonly strategy: RequestsTarget;
}

/**
 * Target tracking on the requests that a load balancer sends to each task.
 *
 * The metric belongs to one target group: a service that swaps groups in a blue/green deployment would be scaled by the one
 * that no longer gets requests.
 *
 * @see https://github.com/aws/containers-roadmap/issues/1681
 */
export class RequestsTargetScaling extends Construct {
  readonly policy: AppautoscalingPolicy | undefined;

  constructor(scope: Construct, id: string, { service, strategy }: RequestsTargetScalingProps) {
    super(scope, id);
    const { requestCount } = service;
    validate(
      this,
      () =>
        requestCount === undefined
          ? "`requests-target` must have a target group to count requests in (`requestCount`), got none."
          : undefined,
      () =>
        strategy.requestsPerTarget >= 1
          ? undefined
          : `\`requestsPerTarget\` must be at least 1, got ${strategy.requestsPerTarget}.`,
      ...cooldownChecks(strategy),
    );
    if (requestCount === undefined) return;
    this.policy = trackTarget(this, service, {
      ...strategy,
      name: "requests-target",
      metric: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: `${requestCount.loadBalancerArnSuffix}/${requestCount.targetGroupArnSuffix}`,
      },
      targetValue: strategy.requestsPerTarget,
    });
  }
}
