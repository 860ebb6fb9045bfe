import type { Range, Violation } from "../violation";

/*
 * Predictive scaling: a forecast for each hour, from metrics of up to 14 days.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/aas-predictive-scaling-how-it-works.html as of November 2026
 */

/**
 * Hours of data that AWS needs for a first forecast.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-scaling-create-policy.html
 */
export const HISTORY_HOURS = 24;

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredictiveScalingPolicyConfiguration.html */
export const predictive = {
  /** Less than the forecast's interval, one hour. */
  schedulingBufferSeconds: [0, 3599],
  maxCapacityBufferPercent: [0, 100],
} as const satisfies Record<string, Range>;

export const predictiveDefaults = {
  mode: "forecast-only",
  targetPercent: 80,
  /** AWS's default. */
  schedulingBufferSeconds: 300,
} as const;

/**
 * The first AWS provider with predictive scaling for services. All allowed versions support it for groups.
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md
 */
export const predictiveProvider = [6, 13, 0] as const;

interface Forecast {
  readonly metric?: "cpu" | "memory" | "requests";
  readonly targetPercent?: number;
  readonly requestsPerTarget?: number;
}

/** The target must be in the unit of the metric. */
export function forecastHasTarget({
  metric,
  targetPercent,
  requestsPerTarget,
}: Forecast): Violation | undefined {
  if (metric !== "requests")
    return requestsPerTarget === undefined
      ? undefined
      : {
          field: "requestsPerTarget",
          rule: 'must be removed unless metric is "requests"',
          got: requestsPerTarget,
          fix: "Set targetPercent instead, or change the metric.",
        };
  if (targetPercent !== undefined)
    return {
      field: "targetPercent",
      rule: 'must be removed while metric is "requests", which is not a percentage',
      got: targetPercent,
      fix: "Set requestsPerTarget instead.",
    };
  return requestsPerTarget === undefined
    ? {
        field: "requestsPerTarget",
        rule: 'must be given with metric "requests"',
        got: undefined,
        fix: "Set the number of requests per minute that each task should receive.",
      }
    : undefined;
}
