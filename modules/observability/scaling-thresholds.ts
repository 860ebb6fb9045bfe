import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { within, type Check } from "../validation";

/** Of the readings of a period: `Minimum` asks that the lowest one passes the threshold, so that a peak does not count. */
export type Statistic = "Average" | "Minimum" | "Maximum";

/** When an alarm calls for a change of a number, and what change. */
export interface ScalingThreshold {
  readonly thresholdPercent: number;
  readonly comparison: "above" | "at-or-above" | "below";
  /** Tasks or instances: added, or, where negative, removed. */
  readonly adjustment: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly statistic: Statistic;
}

/** The two alarms that hold a number of tasks or instances between them. */
export interface ScalingThresholds {
  readonly scaleOut: ScalingThreshold;
  readonly scaleIn: ScalingThreshold;
  readonly cooldownSeconds: number;
}

/** What the alarms change the number of. */
export type Scaled = "tasks" | "instances";

const DAY_SECONDS = 86_400;

const COMPARISONS = {
  above: "GreaterThanThreshold",
  "at-or-above": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
} as const;

export function scalingThresholdChecks(
  { scaleOut, scaleIn, cooldownSeconds }: ScalingThresholds,
  scaled: Scaled,
): readonly Check[] {
  return [
    within("scaleOut.adjustment", scaleOut.adjustment, 1, 5000),
    within("scaleIn.adjustment", scaleIn.adjustment, -5000, -1),
    within("cooldownSeconds", cooldownSeconds, 0, DAY_SECONDS),
    ...alarmChecks("scaleOut", scaleOut),
    ...alarmChecks("scaleIn", scaleIn),
    () =>
      scaleIn.thresholdPercent < scaleOut.thresholdPercent
        ? undefined
        : `\`scaleIn.thresholdPercent\` must be below \`scaleOut.thresholdPercent\` (${scaleOut.thresholdPercent}), got ${scaleIn.thresholdPercent}: one load would both add and remove ${scaled}.`,
  ];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function alarmChecks(
  prop: string,
  { thresholdPercent, periodSeconds, evaluationPeriods }: ScalingThreshold,
): readonly Check[] {
  const percent = within(`${prop}.thresholdPercent`, thresholdPercent, 1, 100);
  if (periodSeconds < 60 || periodSeconds % 60 !== 0) {
    return [
      percent,
      () =>
        `\`${prop}.periodSeconds\` must be a multiple of 60, got ${periodSeconds}: the metric comes once a minute.`,
    ];
  }
  // An alarm looks back over a day at most.
  const mostPeriods = Math.floor(DAY_SECONDS / periodSeconds);
  return [percent, within(`${prop}.evaluationPeriods`, evaluationPeriods, 1, mostPeriods)];
}

/** An alarm's arguments, but for its name, its metric and what it sets off. */
export function scalingAlarm(
  metricName: string,
  threshold: ScalingThreshold,
  scaled: Scaled,
): Pick<
  CloudwatchMetricAlarmConfig,
  | "alarmDescription"
  | "metricName"
  | "statistic"
  | "comparisonOperator"
  | "threshold"
  | "period"
  | "evaluationPeriods"
  | "treatMissingData"
> {
  const { thresholdPercent, comparison, adjustment, periodSeconds, evaluationPeriods } = threshold;
  return {
    alarmDescription: `${metricName} ${comparison.replaceAll("-", " ")} ${thresholdPercent} %: ${adjustment} ${scaled}`,
    metricName,
    statistic: threshold.statistic,
    comparisonOperator: COMPARISONS[comparison],
    threshold: thresholdPercent,
    period: periodSeconds,
    evaluationPeriods,
    // What reports nothing is neither busy nor idle.
    treatMissingData: "notBreaching",
  };
}
