import {
  AppautoscalingPolicy,
  type AppautoscalingPolicyPredictiveScalingPolicyConfigurationMetricSpecificationPredefinedMetricPairSpecification as MetricPair,
} from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import { forecastHasTarget, predictiveDefaults } from "../../../aws/scaling/predictive-scaling";
import { percent, targetValue } from "../../../aws/scaling/scaling";
import { type Forecast, forecastChecks, forecastOf } from "../../forecast";
import { ofTarget } from "../../scalable-target";
import { obeys, validate, within } from "../../validation";
import type { RequestCount, ScaledService } from "./service-scaling";

/** Adds tasks before the hour in which AWS expects the load for them. */
export interface Predictive extends Forecast {
  readonly kind: "predictive";
  /** @default "cpu" */
  readonly metric?: "cpu" | "memory" | "requests";
  /**
   * Average use of what tasks reserve, in percent.
   * @default 80, or none where requests are forecast
   */
  readonly targetPercent?: number;
  /** Requests a minute and task, where requests are forecast. */
  readonly requestsPerTarget?: number;
}

export interface PredictiveScalingProps {
  readonly service: ScaledService;
  readonly strategy: Predictive;
}

/**
 * A forecast of the tasks that a service needs. It never removes tasks: of all policies, the one that requires the most wins.
 * It needs AWS provider 6.13, and 24 hours of the metric, which a replaced service does not have.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html
 */
export class PredictiveScaling extends Construct {
  readonly policy: AppautoscalingPolicy | undefined;

  constructor(scope: Construct, id: string, { service, strategy }: PredictiveScalingProps) {
    super(scope, id);
    const { target, serviceName, requestCount } = service;
    const pair = pairOf(strategy, requestCount);
    validate(
      this,
      obeys(forecastHasTarget, strategy),
      within("targetPercent", strategy.targetPercent, ...percent),
      within("requestsPerTarget", strategy.requestsPerTarget, ...targetValue),
      ...forecastChecks(strategy),
      () =>
        pair === undefined
          ? '`metric` must not be "requests" without a target group to count them in (`requestCount`).'
          : undefined,
    );
    if (pair === undefined) return;
    this.policy = new AppautoscalingPolicy(this, "Default", {
      name: `${serviceName}-predictive`,
      policyType: "PredictiveScaling",
      ...ofTarget(target),
      predictiveScalingPolicyConfiguration: {
        ...forecastOf(strategy),
        metricSpecification: [
          {
            targetValue: String(
              strategy.requestsPerTarget ??
                strategy.targetPercent ??
                predictiveDefaults.targetPercent,
            ),
            predefinedMetricPairSpecification: pair,
          },
        ],
      },
    });
  }
}

const PAIRS = { cpu: "ECSServiceCPUUtilization", memory: "ECSServiceMemoryUtilization" } as const;

/** @returns undefined where nobody counts the requests */
function pairOf(
  { metric = "cpu" }: Predictive,
  requestCount: RequestCount | undefined,
): MetricPair | undefined {
  if (metric !== "requests") return { predefinedMetricType: PAIRS[metric] };
  return (
    requestCount && {
      predefinedMetricType: "ALBRequestCount",
      resourceLabel: `${requestCount.loadBalancerArnSuffix}/${requestCount.targetGroupArnSuffix}`,
    }
  );
}
