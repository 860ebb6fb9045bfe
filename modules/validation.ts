import type { Construct } from "constructs";
import { Token } from "cdktf";

/** A broken rule in words, or undefined when the rule holds. */
export type Check = () => string | undefined;

/** Registers checks that run at synth; every broken rule is reported, each with the construct's path. */
export function validate(construct: Construct, ...checks: readonly Check[]): void {
  construct.node.addValidation({
    validate: () => checks.map((check) => check()).filter((message) => message !== undefined),
  });
}

/** `prop` must be a number from `min` to `max`, both included. Tokens pass: their value is not known at synth. */
export function within(prop: string, value: number | undefined, min: number, max: number): Check {
  return () =>
    value === undefined || Token.isUnresolved(value) || (value >= min && value <= max)
      ? undefined
      : `\`${prop}\` must be from ${min} to ${max}, got ${value}.`;
}

/** `lowProp` must not be above `highProp`. */
export function ordered(lowProp: string, low: number, highProp: string, high: number): Check {
  return () =>
    Token.isUnresolved(low) || Token.isUnresolved(high) || low <= high
      ? undefined
      : `\`${lowProp}\` must not be above \`${highProp}\` (${high}), got ${low}.`;
}

/** `prop` must have at least `min` entries. A list token passes: its length is not known at synth. */
export function atLeast(prop: string, list: readonly unknown[], min: number): Check {
  return () =>
    Token.isUnresolved(list) || list.length >= min
      ? undefined
      : `\`${prop}\` must have at least ${min} entries, got ${list.length}.`;
}
