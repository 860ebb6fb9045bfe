import { within, type Check } from "../../validation";

/** Adds and removes a fixed number of tasks on two alarms. */
export interface Step {
  readonly kind: "step";
  /**
   * What the service's tasks use of what they reserve.
   * @default "cpu"
   */
  readonly metric?: "cpu" | "memory";
  readonly scaleOut?: ScaleOut;
  readonly scaleIn?: ScaleIn;
  /**
   * Pause after a change before the next of the same direction.
   * @default 300
   */
  readonly cooldownSeconds?: number;
}

/** Of the readings of a period: `Minimum` asks that the lowest one passes the threshold, so that a peak does not count. */
export type Statistic = "Average" | "Minimum" | "Maximum";

export interface ScaleOut {
  /** @default 60 */
  readonly thresholdPercent?: number;
  /**
   * Whether the threshold itself already counts.
   * @default "above"
   */
  readonly comparison?: "above" | "at-or-above";
  /**
   * Tasks to add.
   * @default 1
   */
  readonly adjustment?: number;
  /**
   * A multiple of 60.
   * @default 60
   */
  readonly periodSeconds?: number;
  /** @default 1 */
  readonly evaluationPeriods?: number;
  /** @default "Average" */
  readonly statistic?: Statistic;
}

export interface ScaleIn {
  /**
   * Below the other one.
   * @default 30
   */
  readonly thresholdPercent?: number;
  /**
   * Tasks to remove, as a negative number.
   * @default -1
   */
  readonly adjustment?: number;
  /**
   * A multiple of 60.
   * @default 60
   */
  readonly periodSeconds?: number;
  /** @default 5 */
  readonly evaluationPeriods?: number;
  /** @default "Average" */
  readonly statistic?: Statistic;
}

export interface ResolvedThreshold {
  readonly thresholdPercent: number;
  readonly comparison: "above" | "at-or-above" | "below";
  readonly adjustment: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly statistic: Statistic;
}

export type ResolvedStep = ReturnType<typeof resolveStep>;

export function resolveStep({ metric, scaleOut, scaleIn, cooldownSeconds }: Step) {
  return {
    metric: metric ?? "cpu",
    scaleOut: {
      thresholdPercent: scaleOut?.thresholdPercent ?? 60,
      comparison: scaleOut?.comparison ?? "above",
      adjustment: scaleOut?.adjustment ?? 1,
      periodSeconds: scaleOut?.periodSeconds ?? 60,
      evaluationPeriods: scaleOut?.evaluationPeriods ?? 1,
      statistic: scaleOut?.statistic ?? "Average",
    },
    scaleIn: {
      thresholdPercent: scaleIn?.thresholdPercent ?? 30,
      comparison: "below" as const,
      adjustment: scaleIn?.adjustment ?? -1,
      periodSeconds: scaleIn?.periodSeconds ?? 60,
      evaluationPeriods: scaleIn?.evaluationPeriods ?? 5,
      statistic: scaleIn?.statistic ?? "Average",
    },
    cooldownSeconds: cooldownSeconds ?? 300,
  };
}

const DAY_SECONDS = 86_400;

export function stepChecks({ scaleOut, scaleIn, cooldownSeconds }: ResolvedStep): readonly Check[] {
  return [
    within("scaleOut.adjustment", scaleOut.adjustment, 1, 5000),
    within("scaleIn.adjustment", scaleIn.adjustment, -5000, -1),
    within("cooldownSeconds", cooldownSeconds, 0, DAY_SECONDS),
    ...thresholdChecks("scaleOut", scaleOut),
    ...thresholdChecks("scaleIn", scaleIn),
    () =>
      scaleIn.thresholdPercent < scaleOut.thresholdPercent
        ? undefined
        : `\`scaleIn.thresholdPercent\` must be below \`scaleOut.thresholdPercent\` (${scaleOut.thresholdPercent}), got ${scaleIn.thresholdPercent}: one load would both add and remove tasks.`,
  ];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function thresholdChecks(prop: string, threshold: ResolvedThreshold): readonly Check[] {
  const { thresholdPercent, periodSeconds, evaluationPeriods } = threshold;
  const valid = periodSeconds >= 60 && periodSeconds % 60 === 0;
  return [
    within(`${prop}.thresholdPercent`, thresholdPercent, 1, 100),
    () =>
      valid
        ? undefined
        : `\`${prop}.periodSeconds\` must be a multiple of 60, got ${periodSeconds}: ECS reports once a minute.`,
    // An alarm looks back over a day at most.
    ...(valid
      ? [
          within(
            `${prop}.evaluationPeriods`,
            evaluationPeriods,
            1,
            Math.floor(DAY_SECONDS / periodSeconds),
          ),
        ]
      : []),
  ];
}
