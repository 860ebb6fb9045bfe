import * as z from "zod";
import { metricStepDefaults, stepDefaults } from "../../../aws/defaults";
import * as metrics from "../../../aws/scaling/metric-steps";
import * as aws from "../../../aws/scaling/scaling";
import { type Broken, brokenBy, ofAws, rule } from "../../rules/rule";
import { choice, list, number, settings, wholeNumber } from "../fields";
import { metric, metricStrategyName } from "./metric-scaling";
import { comparison, windowFits } from "./step-scaling";

/** When an alarm on a metric changes its state. */
function alarm(evaluationPeriods: number) {
  return {
    /** Value of the metric, in its own unit, at which the alarm changes its state. */
    threshold: number(...metrics.metricThreshold),
    /**
     * Length of a period in seconds: 10, 20 or 30 for a high-resolution metric of your own, or a multiple of 60.
     * @default 60
     * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
     */
    periodSeconds: z
      .number({ error: metrics.metricAlarmPeriod.rule })
      .refine(metrics.metricAlarmPeriod.fits, {
        error: metrics.metricAlarmPeriod.rule,
        params: {},
      })
      .default(stepDefaults.periodSeconds),
    /** Consecutive periods, a number, that must cross the threshold. @default 1 to add tasks, 5 to remove them */
    evaluationPeriods: wholeNumber(...metrics.metricAlarmPeriods).default(evaluationPeriods),
  };
}

interface ScaleOut {
  threshold: number;
  adjustment: number;
  largerSteps: { threshold: number; adjustment: number }[];
}

const scaleOut = settings({
  ...alarm(metricStepDefaults.scaleOut.evaluationPeriods),
  /** Tasks, or percent of them, to add. @default 1 */
  adjustment: wholeNumber(1, aws.MAX_STEP).default(metricStepDefaults.scaleOut.adjustment),
  /**
   * What adjustment and largerSteps count: "number", or "percent" of those that run, of which at least one is added.
   * @default "number"
   */
  adjustmentUnit: choice("number", "percent").default("number"),
  /** Larger steps from higher thresholds on, the smallest first. @default none */
  largerSteps: list(
    settings({
      /** Value from which on this step is taken in place of the one before. */
      threshold: number(...metrics.metricThreshold),
      adjustment: wholeNumber(1, aws.MAX_STEP),
    }),
    "steps",
    0,
    metrics.MAX_LARGER_STEPS,
  ).default([]),
  comparison: comparison(),
}).check(
  windowFits,
  rule<ScaleOut>(["threshold", "adjustment", "largerSteps"], ofAws(metrics.metricStepsRise)),
);

const scaleIn = settings({
  ...alarm(metricStepDefaults.scaleIn.evaluationPeriods),
  /** Tasks to remove, as a negative number. @default -1 */
  adjustment: wholeNumber(-aws.MAX_STEP, -1).default(metricStepDefaults.scaleIn.adjustment),
}).check(windowFits);

const base = settings({
  kind: z.literal("metric-step"),
  /** Tells it from others of the service, in the names of its policies and alarms. @default "metric" */
  name: metricStrategyName(),
  metric,
  /** When tasks are added, and how many. */
  scaleOut,
  /** When tasks are removed, and how many. @default never: another strategy does it */
  scaleIn: scaleIn.optional(),
  /** Seconds after a change before the next one in the same direction. @default 300 */
  cooldownSeconds: wholeNumber(...aws.cooldownSeconds).default(stepDefaults.cooldownSeconds),
});

/**
 * Steps on any metric of CloudWatch, such as the latency of the load balancer, which does not change in proportion to the
 * number of tasks, or a high-resolution metric of your own.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export const metricStep = base.check(
  rule<z.output<typeof base>>(
    ["scaleOut.threshold", "scaleIn.threshold"],
    ofAws(metrics.metricThresholdsApart),
  ),
  rule<z.output<typeof base>>(
    ["metric.namespace", "scaleOut.periodSeconds", "scaleIn.periodSeconds"],
    ({ metric: { namespace }, ...alarms }) =>
      (["scaleOut", "scaleIn"] as const).flatMap((direction): Broken[] => {
        const periodSeconds = alarms[direction]?.periodSeconds ?? stepDefaults.periodSeconds;
        const found = metrics.periodHasData({ namespace, periodSeconds });
        return found ? [brokenBy(found, `${direction}.`)] : [];
      }),
  ),
);
