import type { Parameters } from "../parameters";
import type { MetricSource } from "../system";

/** How long after the end of a period its point can be seen. */
export function metricLagSeconds(
  { of, metric }: MetricSource,
  periodSeconds: number,
  parameters: Parameters,
): number {
  if (metric === "requests-per-target") return parameters.balancerMetricLagSeconds;
  if (metric === "reservation") return parameters.reservationMetricLagSeconds;
  if (of === "group") return parameters.instanceMetricLagSeconds;
  return periodSeconds < 60 ? parameters.fastMetricLagSeconds : parameters.serviceMetricLagSeconds;
}
