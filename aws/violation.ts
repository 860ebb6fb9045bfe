/**
 * What a rule found: the field to change, what must hold, what was found and how to fix it. The settings put the
 * field's path in front of it, a module the name of its prop.
 */
export interface Violation {
  /** Name of the field, as the values of the rule have it; parts are joined with dots. */
  readonly field: string;
  /** Follows the name of the field, as in "must be below intervalSeconds (30)". */
  readonly rule: string;
  /** What was found; undefined where something is missing. */
  readonly got: unknown;
  /** A sentence of its own, as in "Lower it or raise intervalSeconds." */
  readonly fix: string;
}

/** Minimum and maximum of a number. */
export type Range = readonly [min: number, max: number];

/** A pattern that AWS allows, and the rule in words that follow the field's name. */
export interface TextRule {
  readonly rule: string;
  readonly pattern: RegExp;
}

/** The value named `low` must not be above the value named `high`. */
export function notAbove(
  [lowName, low]: readonly [string, number],
  [highName, high]: readonly [string, number],
): Violation | undefined {
  return low <= high
    ? undefined
    : {
        field: lowName,
        rule: `must not be above ${highName} (${high})`,
        got: low,
        fix: `Lower ${lowName} or raise ${highName}.`,
      };
}
