import { stepDefaults } from "../../../aws/defaults";
import * as aws from "../../../aws/scaling/scaling";
import * as z from "zod";
import { ofAws, rule } from "../../rules/rule";
import { choice, list, percent, settings, wholeNumber } from "../fields";

/** Fields of an alarm and the step that it causes. */
export interface AlarmDefaults {
  readonly thresholdPercent: number;
  readonly adjustment: number;
  readonly evaluationPeriods: number;
}

export function alarm(defaults: AlarmDefaults) {
  const [min, max] = defaults.adjustment > 0 ? [1, aws.MAX_STEP] : [-aws.MAX_STEP, -1];
  return {
    /**
     * Percent at which the alarm changes its state.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
     */
    thresholdPercent: percent().default(defaults.thresholdPercent),
    /**
     * Tasks or instances to add. A negative number scales in.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
     */
    adjustment: wholeNumber(min, max).default(defaults.adjustment),
    /**
     * Length of a period in seconds, a multiple of 60.
     * @default 60
     * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
     */
    periodSeconds: z
      .number({ error: aws.alarmPeriod.rule })
      .refine(aws.alarmPeriod.fits, { error: aws.alarmPeriod.rule, params: {} })
      .default(stepDefaults.periodSeconds),
    /**
     * Consecutive periods, a number, that must cross the threshold.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
     */
    evaluationPeriods: wholeNumber(...aws.alarmPeriods).default(defaults.evaluationPeriods),
  };
}

/** How much is added, the more the further the metric is above the threshold. */
export function steps() {
  return {
    /**
     * What adjustment and largerSteps count: "number", or "percent" of those that run, of which at least one is added.
     * @default "number"
     */
    adjustmentUnit: choice("number", "percent").default("number"),
    /**
     * Larger steps from higher thresholds on, the smallest first.
     * @default none
     * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
     */
    largerSteps: list(
      settings({
        /** Percent from which on this step is taken in place of the one before. */
        thresholdPercent: wholeNumber(...aws.stepThresholdPercent),
        adjustment: wholeNumber(1, aws.MAX_STEP),
      }),
      "steps",
      0,
      aws.MAX_STEPS - 1,
    ).default([]),
  };
}

export const stepsRise = rule<{
  thresholdPercent: number;
  adjustment: number;
  largerSteps: { thresholdPercent: number; adjustment: number }[];
}>(["thresholdPercent", "adjustment", "largerSteps"], ofAws(aws.stepsRise));

/** Whether a value equal to the scale-out threshold already counts. */
export function comparison(byDefault: "above" | "at-or-above" = stepDefaults.comparison) {
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
