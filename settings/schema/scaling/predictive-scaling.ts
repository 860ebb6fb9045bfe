import * as z from "zod";
import * as aws from "../../../aws/scaling/predictive-scaling";
import { targetValue } from "../../../aws/scaling/scaling";
import { ofAws, rule } from "../../rules/rule";
import { choice, percent, settings, wholeNumber } from "../fields";

/** What a forecast of tasks and one of instances have in common. */
const forecast = {
  /**
   * "forecast-only" shows what it would do and changes nothing; "forecast-and-scale" adds capacity before the hour. It never
   * removes any. @default "forecast-only"
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/aas-predictive-scaling-how-it-works.html
   */
  mode: choice("forecast-only", "forecast-and-scale").default(aws.predictiveDefaults.mode),
  /**
   * Seconds before the hour at which the capacity of its forecast is added.
   * @default 300
   * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredictiveScalingPolicyConfiguration.html
   */
  schedulingBufferSeconds: wholeNumber(...aws.predictive.schedulingBufferSeconds).default(
    aws.predictiveDefaults.schedulingBufferSeconds,
  ),
  /**
   * Lets a forecast raise the maximum: to what it forecasts, plus this percentage of it. AWS does not lower a raised maximum
   * again. @default the maximum holds
   * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredictiveScalingPolicyConfiguration.html
   */
  maxCapacityBufferPercent: wholeNumber(...aws.predictive.maxCapacityBufferPercent).optional(),
};

const predictiveBase = settings({
  kind: z.literal("predictive"),
  /** What is forecast, as the service's average; "requests" needs a load balancer. @default "cpu" */
  metric: choice("cpu", "memory", "requests").default("cpu"),
  /** What tasks should use of their reservation, in percent, for "cpu" and "memory". @default 80 */
  targetPercent: percent().optional(),
  /** Requests per minute and task, for "requests". */
  requestsPerTarget: wholeNumber(...targetValue).optional(),
  ...forecast,
});

/**
 * Tasks that are added before the hour in which AWS expects their load, from the metric's last 14 days. A service needs a
 * history of 24 hours first, which it loses when it is replaced.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html
 */
export const predictiveTasks = predictiveBase.check(
  rule<z.output<typeof predictiveBase>>(
    ["metric", "targetPercent", "requestsPerTarget"],
    ofAws(aws.forecastHasTarget),
  ),
);

/**
 * The same for instances, by the average CPU of the group.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-policy-overview.html
 */
export function predictiveInstances() {
  return settings({
    /**
     * Average CPU of the instances for which the forecast plans, in percent.
     * @default 80
     * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredictiveScalingMetricSpecification.html
     */
    targetPercent: percent().default(aws.predictiveDefaults.targetPercent),
    ...forecast,
  });
}
