/**
 * The result of a rule: the field to change, the requirement, the value found, and the fix. Settings prefix it with the
 * field's path, modules with the prop's name.
 */
export interface Violation {
  /** Name of the field, as in the rule's values. Parts are joined with dots. */
  readonly field: string;
  /** Follows the field's name, such as "must be below intervalSeconds (30)". */
  readonly rule: string;
  /** The value found. Undefined if a value is missing. */
  readonly got: unknown;
  /** A complete sentence, such as "Lower it or raise intervalSeconds." */
  readonly fix: string;
}

/** Minimum and maximum of a number. */
export type Range = readonly [min: number, max: number];

/** A pattern that AWS allows, and the rule, phrased to follow the field's name. */
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
