import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Construct } from "constructs";
import { predictiveDefaults } from "../../../aws/scaling/predictive-scaling";
import { percent } from "../../../aws/scaling/scaling";
import { type Forecast, forecastChecks, forecastOf } from "../../forecast";
import { validate, within } from "../../validation";
import type { ScaledGroup } from "./cluster-scaling";

/** Adds instances before the hour in which AWS expects the load for them. */
export interface Predictive extends Forecast {
  /**
   * Average CPU of the group, percent.
   * @default 80
   */
  readonly targetPercent?: number;
}

export interface PredictiveScalingProps {
  readonly group: ScaledGroup;
  readonly predictive: Predictive;
}

/**
 * A forecast of the instances that a group needs, beside the strategy that sizes it: a forecast never removes instances.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-policy-overview.html
 */
export class PredictiveScaling extends Construct {
  readonly policy: AutoscalingPolicy;

  constructor(scope: Construct, id: string, { group, predictive }: PredictiveScalingProps) {
    super(scope, id);
    const targetValue = predictive.targetPercent ?? predictiveDefaults.targetPercent;
    validate(this, within("targetPercent", targetValue, ...percent), ...forecastChecks(predictive));
    const { schedulingBufferTime, maxCapacityBuffer, ...forecast } = forecastOf(predictive);
    this.policy = new AutoscalingPolicy(this, "Default", {
      name: "predictive",
      autoscalingGroupName: group.name,
      policyType: "PredictiveScaling",
      predictiveScalingConfiguration: {
        ...forecast,
        // The provider has these two as text.
        schedulingBufferTime: String(schedulingBufferTime),
        maxCapacityBuffer: maxCapacityBuffer?.toString(),
        metricSpecification: {
          targetValue,
          predefinedMetricPairSpecification: { predefinedMetricType: "ASGCPUUtilization" },
        },
      },
    });
  }
}
