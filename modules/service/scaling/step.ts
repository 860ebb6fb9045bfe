import type { Statistic } from "../../observability/scaling-thresholds";

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
