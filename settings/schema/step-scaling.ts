import * as aws from "../../aws/scaling";
import * as z from "zod";
import { ofAws, rule } from "../rules/rule";
import { choice, percent, wholeNumber } from "./fields";

/** Fields of an alarm and the step that it causes. */
export interface AlarmDefaults {
  readonly thresholdPercent: number;
  readonly adjustment: number;
  readonly evaluationPeriods: number;
}

export function alarm(defaults: AlarmDefaults) {
  const [min, max] = defaults.adjustment > 0 ? [1, aws.MAX_STEP] : [-aws.MAX_STEP, -1];
  return {
    /** Percent at which the alarm changes its state. */
    thresholdPercent: percent().default(defaults.thresholdPercent),
    /** Tasks or instances to add. A negative number scales in. */
    adjustment: wholeNumber(min, max).default(defaults.adjustment),
    /** Length of a period in seconds, a multiple of 60. @default 60 */
    periodSeconds: z
      .number({ error: aws.alarmPeriod.rule })
      .refine(aws.alarmPeriod.fits, { error: aws.alarmPeriod.rule, params: {} })
      .default(60),
    /** Consecutive periods that must cross the threshold. */
    evaluationPeriods: wholeNumber(...aws.alarmPeriods).default(defaults.evaluationPeriods),
  };
}

/** Whether a value equal to the scale-out threshold already counts. */
export function comparison(byDefault: "above" | "at-or-above" = "above") {
  return choice("above", "at-or-above").default(byDefault);
}

export const windowFits = rule<{ periodSeconds: number; evaluationPeriods: number }>(
  ["periodSeconds", "evaluationPeriods"],
  ofAws(aws.alarmWindowFits),
);

interface Thresholds {
  scaleOut: { thresholdPercent: number };
  scaleIn: { thresholdPercent: number };
}

export const thresholdsApart = rule<Thresholds>(
  ["scaleOut.thresholdPercent", "scaleIn.thresholdPercent"],
  ofAws(aws.thresholdsApart),
);
