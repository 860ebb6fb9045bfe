import { alarmPeriod, MAX_STEPS, stepsRiseIn, thresholdsApartIn } from "./scaling";
import type { Range, Violation } from "../violation";

/** Thresholds of steps on any metric. These are this project's own limits: AWS accepts any number. */
export const metricThreshold: Range = [0, 1_000_000_000];

/** A day in the shortest period. */
export const metricAlarmPeriods: Range = [1, 8640];

export const MAX_LARGER_STEPS = MAX_STEPS - 1;

/**
 * The period of an alarm on any metric. With a period below a minute, an alarm is evaluated every 10 seconds.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export const metricAlarmPeriod = {
  rule: "must be 10, 20, 30, or a number of seconds from 60 to 86400, in whole minutes",
  fits: (seconds: number) => [10, 20, 30].includes(seconds) || alarmPeriod.fits(seconds),
};

/** Namespaces whose metrics AWS publishes once a minute. */
const OF_AWS = /^AWS\/|^ECS\/ContainerInsights$/;

/** An alarm with a period shorter than the metric's interval never has data. */
export function periodHasData({
  namespace,
  periodSeconds,
}: {
  readonly namespace: string;
  readonly periodSeconds: number;
}): Violation | undefined {
  return periodSeconds >= 60 || !OF_AWS.test(namespace)
    ? undefined
    : {
        field: "periodSeconds",
        rule: `must be at least 60 for a metric of ${namespace}, which has one data point per minute`,
        got: periodSeconds,
        fix: "Raise it, or publish a high-resolution metric of your own.",
      };
}

export const metricStepsRise = stepsRiseIn("threshold");

export const metricThresholdsApart = thresholdsApartIn("threshold");
