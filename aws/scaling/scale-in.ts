import type { Violation } from "../violation";

/** The fields that determine whether a strategy removes tasks. */
export interface ScalingStrategy {
  readonly kind: string;
  /** For a forecast. */
  readonly mode?: string;
  /** For steps on a metric: when to remove tasks. */
  readonly scaleIn?: unknown;
}

/**
 * A forecast, or steps on a metric without `scaleIn`, only add tasks. Without another strategy, the service would stay
 * at its maximum.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/aas-predictive-scaling-how-it-works.html
 */
export function somethingRemoves(strategies: readonly ScalingStrategy[]): Violation | undefined {
  if (strategies.some(removes)) return undefined;
  return strategies
    .flatMap((strategy, index): Violation[] => {
      if (strategy.kind === "predictive" && strategy.mode === "forecast-and-scale")
        return [
          {
            field: `${index}.mode`,
            rule: "must not be without a strategy that removes tasks, because a forecast only adds them",
            got: strategy.mode,
            fix: ADD_ONE,
          },
        ];
      if (strategy.kind === "metric-step")
        return [
          {
            field: `${index}.scaleIn`,
            rule: "must be given without another strategy that removes tasks",
            got: undefined,
            fix: `Set it. ${ADD_ONE.replace("Add one", "Or add a strategy")}`,
          },
        ];
      return [];
    })
    .at(0);
}

const ADD_ONE = 'Add one, such as { kind: "cpu-target" }.';

function removes({ kind, scaleIn }: ScalingStrategy): boolean {
  if (kind === "metric-step") return scaleIn !== undefined;
  return kind !== "predictive" && kind !== "scheduled";
}
