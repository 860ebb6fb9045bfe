import * as z from "zod";
import { type ArnParts, arnProblem, MAX_EMAIL } from "../../aws/names";
import { parseCidr } from "../../aws/networking/network";
import { region as regionFacts, regionNames } from "../../aws/regions";
import { percent as percentRange } from "../../aws/scaling/scaling";
import type { TextRule } from "../../aws/violation";
import { SHORT_NAME } from "../presets/names";
import { unknownFields } from "../wording/messages";
import { nearest, show } from "../wording/show";

// Settings are parsed once a run: generating code for it, as zod does unless told, takes longer than it saves.
z.config({ jitless: true });

/*
 * Kinds of fields. Each takes its rule in words that follow the field's path ("must be ..."); wording/messages.ts adds
 * what was found, and `fix`, a sentence of its own. One check a field, so that one mistake has one message. `json` is
 * what JSON Schema can say of the check (settings/json-schema.ts).
 */

/** Text that `fits`. */
export function text(rule: string, fits: RegExp | ((value: string) => boolean), fix?: string) {
  const holds = fits instanceof RegExp ? (value: string) => fits.test(value) : fits;
  const json = fits instanceof RegExp && fits.flags === "" ? { pattern: fits.source } : undefined;
  return z.string({ error: rule }).refine(holds, { error: rule, params: { fix, json } });
}

/** Text in which `problem` finds no broken rule; `rule` is what anything but text gets told. */
export function textWithout(rule: string, problem: (value: string) => string | undefined) {
  return z.string({ error: rule }).superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: "custom", message, input: value });
  });
}

/** Text that AWS takes in a place, by its own rule. */
export function textOf(place: TextRule | FittingText, fix?: string) {
  return text(place.rule, "pattern" in place ? place.pattern : place.fits, fix);
}

interface FittingText {
  readonly rule: string;
  readonly fits: (value: string) => boolean;
}

/** What a table of `aws/` says of a kind of names. */
export interface KnownNames {
  /** What must hold, as in `must be an AWS region, as in "us-east-2"`. */
  readonly rule: string;
  readonly isKnown: (name: string) => boolean;
  /** To look for the name that was meant. */
  readonly names: () => readonly string[];
}

/** A name that AWS has. What is newer than the table gets into it by `npm run facts`. */
export function known({ rule, isKnown, names }: KnownNames) {
  return z.string({ error: rule }).superRefine((value, context) => {
    if (isKnown(value)) return;
    const near = nearest(value, names());
    const meant = near === undefined ? "" : `Did you mean ${show(near)}? `;
    const fix = `${meant}\`npm run facts\` updates the table of what AWS offers.`;
    context.addIssue({ code: "custom", message: rule, input: value, params: { fix } });
  });
}

/** The ARN of a resource; a wrong one is told which of its parts is wrong. */
export function arn(rule: string, parts: ArnParts, example: string) {
  return textWithout(rule, (value) => {
    const problem = arnProblem(value, parts, example);
    return problem && `${rule}: ${problem}`;
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
      params: { fix, json: { type: "integer", minimum: min, maximum: max } },
    });
}

/** Priority of a service's listener rule. AWS's higher ones are left to rules from elsewhere. */
export function servicePriority() {
  return wholeNumber(1, 1000);
}

export function emailAddress(example: string) {
  return text(
    `must be an e-mail address, as in "${example}"`,
    (value) => value.length <= MAX_EMAIL && z.regexes.email.test(value),
  );
}

/** A block of IPv4 addresses, of any size. */
export function ipv4Block() {
  return text(
    'must be an IPv4 block without host bits, as in "203.0.113.0/24"',
    (value) => parseCidr(value) !== undefined,
  );
}

/** Any number from `min` to `max`. */
export function number(min: number, max: number) {
  const rule = `must be a number from ${min} to ${max}`;
  return z.number({ error: rule }).refine((value) => value >= min && value <= max, {
    error: rule,
    params: { json: { minimum: min, maximum: max } },
  });
}

/** A target or threshold in percent: CloudWatch takes fractions, too. */
export function percent() {
  const [min, max] = percentRange;
  const rule = `must be a percentage from ${min} to ${max}`;
  return z.number({ error: rule }).refine((value) => value >= min && value <= max, {
    error: rule,
    params: { json: { minimum: min, maximum: max } },
  });
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
        (mayRepeat ||
          new Set(entries.map((entry) => JSON.stringify(entry))).size === entries.length),
      {
        error: rule,
        params: { json: { minItems: min, maxItems: max, uniqueItems: !mayRepeat } },
      },
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
      params: { json: { minProperties: min, maxProperties: max } },
    });
}

function hasPlainNames(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Object.hasOwn(value, "__proto__");
}

/** Services or tasks by names from which others are made: of repositories, of hosts. */
export function namedServices<Value extends z.ZodType>(
  example: string,
  service: Value,
  limits: { min: number; max: number },
) {
  const rule = `of 1 to 20 lowercase letters, digits and inner hyphens, as in ${example}`;
  return dictionary(rule, SHORT_NAME.pattern, service, limits);
}

/** A path that leads nowhere outside the folder from which it is read. */
export const relativePath = /^(?!.*(^|\/)\.{1,2}(\/|$))[\w.-]{1,100}(\/[\w.-]{1,100}){0,9}$/;

/** For a union of kinds of objects: the rule for what is no object at all. */
export function kindsOf(rule: string) {
  return {
    error: (issue: { readonly code?: string }) =>
      issue.code === "invalid_type" ? rule : undefined,
  };
}

/** The kind that an object of a union has when it names none. */
export function byDefault<const Kind extends string>(kind: Kind) {
  return z
    .literal(kind)
    .optional()
    .transform((): Kind => kind);
}

/** The only kind of an object that is of several kinds elsewhere. */
export function onlyKind<const Kind extends string>(kind: Kind, rule: string, fix: string) {
  const named = z.string({ error: rule }).refine((value) => value === kind, {
    error: rule,
    params: { fix, json: { const: kind } },
  }) as unknown as z.ZodType<Kind, Kind>;
  return named.optional().transform((): Kind => kind);
}

/**
 * An object of settings: an unknown field is a problem, with the nearest valid name. `absent` says of fields that a user
 * may expect here why there are none ("must be removed: ...").
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

/** What Terraform would read as the start of an expression, were it in a setting. */
export function hasTemplate(value: string): boolean {
  return /[$%]\{/.test(value);
}

export function awsRegion() {
  return known({
    rule: 'must be an AWS region, as in "us-east-2"',
    isKnown: (name) => regionFacts(name) !== undefined,
    names: regionNames,
  });
}

export function roleArn() {
  return text(
    "must be the ARN of an IAM role",
    /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,200}$/,
  );
}
