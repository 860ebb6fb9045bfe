/** Adds and removes a fixed number of instances on two alarms. */
export interface Step {
  readonly kind: "step";
  /**
   * `instance-cpu` is what the instances of the group really use; `cluster-cpu` what tasks use of the CPU units that
   * the cluster has.
   * @default "instance-cpu"
   */
  readonly metric?: "instance-cpu" | "cluster-cpu";
  readonly scaleOut?: ScaleOut;
  readonly scaleIn?: ScaleIn;
  /**
   * How long a change is given to show: the warm-up of an added instance, and the pause before one is removed.
   * @default 300
   */
  readonly cooldownSeconds?: number;
}

export interface ScaleOut {
  /** @default 70 */
  readonly thresholdPercent?: number;
  /**
   * Whether the threshold itself already counts.
   * @default "above"
   */
  readonly comparison?: "above" | "at-or-above";
  /**
   * Instances to add.
   * @default 1
   */
  readonly adjustment?: number;
  /**
   * A multiple of 60.
   * @default 60
   */
  readonly periodSeconds?: number;
  /** @default 2 */
  readonly evaluationPeriods?: number;
}

export interface ScaleIn {
  /**
   * Below the other one.
   * @default 30
   */
  readonly thresholdPercent?: number;
  /**
   * Instances to remove, as a negative number.
   * @default -1
   */
  readonly adjustment?: number;
  /**
   * A multiple of 60.
   * @default 60
   */
  readonly periodSeconds?: number;
  /** @default 10 */
  readonly evaluationPeriods?: number;
}

export function resolveStep({ metric, scaleOut, scaleIn, cooldownSeconds }: Step) {
  return {
    metric: metric ?? "instance-cpu",
    scaleOut: {
      thresholdPercent: scaleOut?.thresholdPercent ?? 70,
      comparison: scaleOut?.comparison ?? "above",
      adjustment: scaleOut?.adjustment ?? 1,
      periodSeconds: scaleOut?.periodSeconds ?? 60,
      evaluationPeriods: scaleOut?.evaluationPeriods ?? 2,
      statistic: "Average" as const,
    },
    scaleIn: {
      thresholdPercent: scaleIn?.thresholdPercent ?? 30,
      comparison: "below" as const,
      adjustment: scaleIn?.adjustment ?? -1,
      periodSeconds: scaleIn?.periodSeconds ?? 60,
      evaluationPeriods: scaleIn?.evaluationPeriods ?? 10,
      statistic: "Average" as const,
    },
    cooldownSeconds: cooldownSeconds ?? 300,
  };
}
