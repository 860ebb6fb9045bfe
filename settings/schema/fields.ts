import * as z from "zod";
import { unknownFields } from "../wording/unknown-fields";

// Settings are parsed once a run: generating code for it, as zod does unless told, takes longer than it saves.
z.config({ jitless: true });

/*
 * Kinds of fields. Each takes its rule in words that follow the field's path ("must be ..."); wording/messages.ts adds
 * what was found, and `fix`, a sentence of its own. One check a field, so that one mistake has one message.
 */

/** Text that `fits`. */
export function text(rule: string, fits: RegExp | ((value: string) => boolean), fix?: string) {
  const holds = fits instanceof RegExp ? (value: string) => fits.test(value) : fits;
  return z.string({ error: rule }).refine(holds, { error: rule, params: { fix } });
}

/** Text in which `problem` finds no broken rule; `rule` is what anything but text gets told. */
export function textWithout(rule: string, problem: (value: string) => string | undefined) {
  return z.string({ error: rule }).superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: "custom", message, input: value });
  });
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number, fix?: string) {
  const rule =
    max - min === 1 ? `must be ${min} or ${max}` : `must be a whole number from ${min} to ${max}`;
  return z
    .number({ error: rule })
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      error: rule,
      params: { fix },
    });
}

/** A target or threshold in percent: CloudWatch takes fractions, too. */
export function percent() {
  const rule = "must be a number of percent from 1 to 100";
  return z
    .number({ error: rule })
    .refine((value) => value >= 1 && value <= 100, { error: rule, params: {} });
}

export function flag() {
  return z.boolean({ error: "must be true or false" });
}

export function choice<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values);
}

/** A list of `noun`s, a plural; none of them twice, unless they may repeat. */
export function list<Item extends z.ZodType>(
  item: Item,
  noun: string,
  min: number,
  max: number,
  { mayRepeat = false } = {},
) {
  const rule = `must be a list of ${min} to ${max} ${mayRepeat ? "" : "different "}${noun}`;
  return z
    .array(item, { error: rule })
    .refine(
      (entries) =>
        entries.length >= min &&
        entries.length <= max &&
        (mayRepeat || new Set(entries).size === entries.length),
      { error: rule, params: {} },
    );
}

/** Names of the user's choice, each with a value. */
export function dictionary<Value extends z.ZodType>(
  nameRule: string,
  name: RegExp | ((name: string) => boolean),
  value: Value,
  { min = 0, max }: { min?: number; max: number },
) {
  const rule = `must be an object of ${min === 0 ? "at most" : `${min} to`} ${max} names and their values`;
  const named = text(`must have a name ${nameRule}`, name);
  // What zod infers for a record of a generic type is less than what it is.
  const record = z.record(named, value, { error: rule }) as unknown as z.ZodType<
    Record<string, z.output<Value>>,
    Readonly<Record<string, z.input<Value>>>
  >;
  return z
    .custom<Readonly<Record<string, z.input<Value>>>>(hasPlainNames, {
      // zod leaves this name out without a word.
      error: `${rule}, none of them "__proto__"`,
    })
    .pipe(record)
    .refine((entries) => Object.keys(entries).length >= min && Object.keys(entries).length <= max, {
      error: rule,
      params: {},
    });
}

function hasPlainNames(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Object.hasOwn(value, "__proto__");
}

/** For a union of kinds of objects: the rule for what is no object at all. */
export function kindsOf(rule: string) {
  return {
    error: (issue: { readonly code?: string }) =>
      issue.code === "invalid_type" ? rule : undefined,
  };
}

/**
 * An object of settings: an unknown field is a problem, with the nearest valid name. `absent` says of fields that a user
 * may expect here why there are none ("must be left out: ...").
 */
export function settings<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  absent: Readonly<Record<string, string>> = {},
) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? unknownFields(issue.keys, Object.keys(shape), absent)
        : `must be an object with ${fieldNames(shape)}`,
  });
}

function fieldNames(shape: z.core.$ZodLooseShape): string {
  return Object.keys(shape).join(", ");
}
