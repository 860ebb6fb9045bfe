import * as z from "zod";
import { broken, rule } from "../rules/rule";
import { choice, percent, wholeNumber } from "./fields";

/** A day: an alarm may look back no further. */
const MAX_WINDOW_SECONDS = 86_400;
const periodRule = "must be a number of seconds from 60 to 86400, in whole minutes";

/** Fields of an alarm and the step that it causes. */
export interface AlarmDefaults {
  readonly thresholdPercent: number;
  readonly adjustment: number;
  readonly evaluationPeriods: number;
}

export function alarm(defaults: AlarmDefaults) {
  const [min, max] = defaults.adjustment > 0 ? [1, 5000] : [-5000, -1];
  return {
    /** Percent at which the step is taken. */
    thresholdPercent: percent().default(defaults.thresholdPercent),
    /** Tasks or instances to add; to scale in, a negative number. */
    adjustment: wholeNumber(min, max).default(defaults.adjustment),
    /** Length of a period in seconds, of whole minutes. @default 60 */
    periodSeconds: z
      .number({ error: periodRule })
      .refine((seconds) => seconds >= 60 && seconds <= MAX_WINDOW_SECONDS && seconds % 60 === 0, {
        error: periodRule,
        params: {},
      })
      .default(60),
    /** Periods in a row that must cross the threshold. */
    evaluationPeriods: wholeNumber(1, 1440).default(defaults.evaluationPeriods),
  };
}

/** Whether the threshold to scale out itself already counts. */
export function comparison(byDefault: "above" | "at-or-above" = "above") {
  return choice("above", "at-or-above").default(byDefault);
}

/**
 * An alarm looks back a day at most.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const windowFits = rule<{ periodSeconds: number; evaluationPeriods: number }>(
  ["periodSeconds", "evaluationPeriods"],
  ({ periodSeconds, evaluationPeriods }) => {
    const most = Math.floor(MAX_WINDOW_SECONDS / periodSeconds);
    return evaluationPeriods <= most
      ? undefined
      : broken(
          "evaluationPeriods",
          `must not be above ${most}, which make a day with periodSeconds ${periodSeconds}`,
          evaluationPeriods,
          "Lower one of them.",
        );
  },
);

interface Thresholds {
  scaleOut: { thresholdPercent: number };
  scaleIn: { thresholdPercent: number };
}

/** Between the thresholds nothing happens; without a gap one load would both add and remove. */
export const thresholdsApart = rule<Thresholds>(
  ["scaleOut.thresholdPercent", "scaleIn.thresholdPercent"],
  ({ scaleOut, scaleIn }) =>
    scaleIn.thresholdPercent < scaleOut.thresholdPercent
      ? undefined
      : broken(
          "scaleIn.thresholdPercent",
          `must be below scaleOut.thresholdPercent (${scaleOut.thresholdPercent})`,
          scaleIn.thresholdPercent,
          "Leave a gap wide enough that one step does not cross it.",
        ),
);
