import type { Construct } from "constructs";
import { Token } from "cdktf";
import { notAbove, type Range, type TextRule, type Violation } from "../aws/violation";

/** A broken rule in words, or undefined if the rule holds. */
export type Check = () => string | undefined;

/** Registers checks that run at synth. Every broken rule is reported with the construct's path. */
export function validate(construct: Construct, ...checks: readonly Check[]): void {
  construct.node.addValidation({
    validate: () => checks.map((check) => check()).filter((message) => message !== undefined),
  });
}

/** `prop` must be a number from `min` to `max`, inclusive. Tokens pass, because their value is not known at synth. */
export function within(prop: string, value: number | undefined, ...[min, max]: Range): Check {
  return () =>
    value === undefined || Token.isUnresolved(value) || (value >= min && value <= max)
      ? undefined
      : `\`${prop}\` must be from ${min} to ${max}, got ${value}.`;
}

/** `lowProp` must not be above `highProp`. */
export function ordered(lowProp: string, low: number, highProp: string, high: number): Check {
  return obeys(() => notAbove([lowProp, low], [highProp, high]), { low, high });
}

/** `prop` must match a pattern that AWS accepts. Tokens pass. */
export function matches(
  prop: string,
  value: string | undefined,
  { rule, pattern }: TextRule,
): Check {
  return () =>
    value === undefined || Token.isUnresolved(value) || pattern.test(value)
      ? undefined
      : `\`${prop}\` ${rule}, got ${value}.`;
}

/** The same for a rule that no pattern can express. */
export function fits(
  prop: string,
  value: string | undefined,
  { rule, fits: holds }: { readonly rule: string; readonly fits: (value: string) => boolean },
): Check {
  return () =>
    value === undefined || Token.isUnresolved(value) || holds(value)
      ? undefined
      : `\`${prop}\` ${rule}, got ${value}.`;
}

/**
 * `values` must satisfy a rule from `aws/`, which the settings also apply. If one of them is a token, its value is not
 * known at synth and the rule is skipped.
 * @param at prefix of the prop's name, such as "healthCheck."
 */
export function obeys<Values extends object>(
  rule: (values: Values) => Violation | undefined,
  values: Values,
  at = "",
): Check {
  return () => {
    if (Object.values(values).some((value) => Token.isUnresolved(value))) return undefined;
    const found = rule(values);
    return found && inWords(found, at);
  };
}

/** Converts the result of an `aws/` rule to a check. */
export function told(found: Violation, at = ""): Check {
  return () => inWords(found, at);
}

function inWords({ field, rule, got, fix }: Violation, at: string): string {
  const given = typeof got === "number" ? String(got) : JSON.stringify(got);
  return `\`${at}${field}\` ${rule}, ${got === undefined ? "but is missing" : `got ${given}`}. ${fix}`;
}

/** `prop` must have at least `min` entries. A list token passes, because its length is not known at synth. */
export function atLeast(prop: string, list: readonly unknown[], min: number): Check {
  return () =>
    Token.isUnresolved(list) || list.length >= min
      ? undefined
      : `\`${prop}\` must have at least ${min} entries, got ${list.length}.`;
}
