import type { Parameters } from "../parameters";
import type { MetricSource } from "../system";

/** The delay from the end of a period until its data point is visible. */
export function metricLagSeconds(
  { of, metric }: MetricSource,
  periodSeconds: number,
  parameters: Parameters,
): number {
  if (of === "queue") return parameters.queueMetricLagSeconds;
  if (metric === "running-tasks" || metric === "desired-tasks")
    return parameters.containerInsightsLagSeconds;
  if (metric === "requests-per-target" || metric === "requests" || metric === "response-seconds")
    return parameters.balancerMetricLagSeconds;
  if (metric === "reservation") return parameters.reservationMetricLagSeconds;
  if (of === "group") return parameters.instanceMetricLagSeconds;
  return periodSeconds < 60 ? parameters.fastMetricLagSeconds : parameters.serviceMetricLagSeconds;
}
