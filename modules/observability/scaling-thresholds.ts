import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import * as aws from "../../aws/scaling/scaling";
import { obeys, within, type Check } from "../validation";

/**
 * Statistic over a period's values. `Minimum` requires the lowest value to exceed the threshold, so that a peak does
 * not count.
 */
export type Statistic = "Average" | "Minimum" | "Maximum";

/** When an alarm fires, and the change that it triggers. */
export interface ScalingThreshold {
  readonly thresholdPercent: number;
  readonly comparison: "above" | "at-or-above" | "below";
  /** Number of tasks or instances to add, or to remove if negative. */
  readonly adjustment: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly statistic: Statistic;
}

/** A step that replaces the previous one above a higher threshold. */
export interface LargerStep {
  readonly thresholdPercent: number;
  readonly adjustment: number;
}

/** The threshold for scaling out: adds a number or a percentage, in steps that grow with the metric. */
export interface ScaleOutThreshold extends ScalingThreshold {
  readonly adjustmentUnit: "number" | "percent";
  readonly largerSteps: readonly LargerStep[];
}

/** The two alarms that keep a number of tasks or instances between them. */
export interface ScalingThresholds {
  readonly scaleOut: ScaleOutThreshold;
  readonly scaleIn: ScalingThreshold;
  readonly cooldownSeconds: number;
}

/** What the alarms scale. */
export type Scaled = "tasks" | "instances";

export const COMPARISONS = {
  above: "GreaterThanThreshold",
  "at-or-above": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
} as const;

export function scalingThresholdChecks({
  scaleOut,
  scaleIn,
  cooldownSeconds,
}: ScalingThresholds): readonly Check[] {
  return [
    within("scaleOut.adjustment", scaleOut.adjustment, 1, aws.MAX_STEP),
    within("scaleIn.adjustment", scaleIn.adjustment, -aws.MAX_STEP, -1),
    within("cooldownSeconds", cooldownSeconds, ...aws.cooldownSeconds),
    ...alarmChecks("scaleOut.", scaleOut),
    ...alarmChecks("scaleIn.", scaleIn),
    obeys(aws.thresholdsApart, { scaleOut, scaleIn }),
    ...aws.stepsRise(scaleOut).map((found) => obeys(() => found, {}, "scaleOut.")),
  ];
}

function alarmChecks(
  at: string,
  { thresholdPercent, periodSeconds, evaluationPeriods }: ScalingThreshold,
): readonly Check[] {
  return [
    within(`${at}thresholdPercent`, thresholdPercent, ...aws.percent),
    within(`${at}evaluationPeriods`, evaluationPeriods, ...aws.alarmPeriods),
    () =>
      aws.alarmPeriod.fits(periodSeconds)
        ? undefined
        : `\`${at}periodSeconds\` ${aws.alarmPeriod.rule}, got ${periodSeconds}.`,
    obeys(aws.alarmWindowFits, { periodSeconds, evaluationPeriods }, at),
  ];
}

/** A policy's steps for scaling out. Their bounds are relative to the alarm's threshold. */
export function scaleOutSteps({
  thresholdPercent,
  adjustment,
  adjustmentUnit,
  largerSteps,
}: Pick<ScaleOutThreshold, "thresholdPercent" | "adjustment" | "adjustmentUnit" | "largerSteps">) {
  const steps = [{ thresholdPercent, adjustment }, ...largerSteps];
  // Without the rounding errors of binary fractions: 0.9 - 0.3 is 0.6.
  const bound = (percent: number) => String(Number((percent - thresholdPercent).toFixed(9)));
  return {
    adjustmentType: adjustmentUnit === "percent" ? "PercentChangeInCapacity" : "ChangeInCapacity",
    stepAdjustment: steps.map((step, index) => {
      const next = steps[index + 1];
      return {
        metricIntervalLowerBound: bound(step.thresholdPercent),
        ...(next ? { metricIntervalUpperBound: bound(next.thresholdPercent) } : {}),
        scalingAdjustment: step.adjustment,
      };
    }),
  };
}

/** The arguments of an alarm except its name, metric and actions. */
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
    // Missing data means neither busy nor idle.
    treatMissingData: "notBreaching",
  };
}
