import type { AdjustmentType, AlarmSettings, Step, TargetTrackingPolicy } from "../system";

/**
 * Target tracking calculates capacity in proportion to the metric and rounds up: it prefers to add too much and to remove
 * too little.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function trackedCapacity(running: number, metric: number, target: number): number {
  // 3 * 80 / 80 must stay 3 in floating point.
  return Math.ceil((Math.max(running, 1) * metric) / target - 1e-9);
}

/**
 * The two alarms that AWS creates for a target-tracking policy. The high alarm needs 3 of 3 data points above the target.
 * The low alarm needs 15 minutes below a threshold: 0.9 times the target for services (27 for 30, 63 for 70 in published
 * listings), and 0.7 times for groups (35 for 50, 28 for 40, 21 for 30). AWS does not publish how many data points
 * high-resolution alarms use; 3 match AWS's benchmark.
 */
export function trackingAlarms(
  { name, metric, custom, periodSeconds, target }: TargetTrackingPolicy,
  owner: { readonly of: "service" | "group"; readonly name: string },
): { readonly high: AlarmSettings; readonly low: AlarmSettings } {
  const common = {
    ...(custom ?? ownMetric(owner, metric)),
    periodSeconds,
    treatMissingData: "missing",
  } as const;
  const lowPoints = Math.ceil((15 * 60) / periodSeconds);
  return {
    high: {
      ...common,
      name: `${name} AlarmHigh`,
      comparison: "above",
      threshold: target,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
    },
    low: {
      ...common,
      name: `${name} AlarmLow`,
      comparison: "below",
      threshold: target * (owner.of === "service" ? 0.9 : 0.7),
      evaluationPeriods: lowPoints,
      datapointsToAlarm: lowPoints,
    },
  };
}

function ownMetric(
  owner: { readonly of: "service" | "group"; readonly name: string },
  metric: TargetTrackingPolicy["metric"],
) {
  if (metric === "custom")
    throw new Error(`${owner.name} tracks a custom metric that is not given`);
  return { source: { ...owner, metric }, statistic: "Average" } as const;
}

/**
 * The step that a metric falls into. Bounds are relative to the threshold. Above it the lower bound is inclusive, below it
 * the upper bound.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export function stepFor(
  steps: readonly Step[],
  metric: number,
  threshold: number,
  scalesOut: boolean,
): Step | undefined {
  const distance = metric - threshold;
  return steps.find(({ lower = -Infinity, upper = Infinity }) =>
    scalesOut ? distance >= lower && distance < upper : distance > lower && distance <= upper,
  );
}

/**
 * Capacity after an adjustment. A percentage is rounded: above 1 down, between 0 and 1 to 1, between 0 and -1 to -1,
 * below -1 up.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export function adjusted(
  current: number,
  adjustment: number,
  type: AdjustmentType,
  minMagnitude = 0,
): number {
  switch (type) {
    case "ExactCapacity":
      return adjustment;
    case "ChangeInCapacity":
      return current + adjustment;
    case "PercentChangeInCapacity": {
      const exact = (current * adjustment) / 100;
      const rounded = Math.abs(exact) < 1 ? Math.sign(exact) : Math.trunc(exact);
      const magnitude = Math.max(Math.abs(rounded), minMagnitude);
      return current + Math.sign(adjustment) * magnitude;
    }
  }
}
