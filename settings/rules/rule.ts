import * as z from "zod";
import type { Violation } from "../../aws/violation";
import { nearest, showFilled } from "../wording/show";

/** A broken rule: the field to mend, as steps from the object that the rule is about, and the message for it. */
export interface Broken {
  readonly at: readonly PropertyKey[];
  readonly message: string;
  /** Of a warning: the arithmetic behind it, for whoever asks. */
  readonly details?: string;
}

/** `minTasks` + "must not be above maxTasks (20)" + 30 + "Lower minTasks." */
export function broken(
  at: string | readonly PropertyKey[],
  rule: string,
  got: unknown,
  fix: string,
): Broken {
  const steps = typeof at === "string" ? stepsOf(at) : at;
  const found = got === undefined ? "but is missing" : `got ${showFilled(got)}`;
  return { at: steps, message: `${rule}, ${found}. ${fix}` };
}

/** Steps of a path with dots; numbers are indexes of lists. */
function stepsOf(path: string): PropertyKey[] {
  return path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** A rule of `aws/`, for the object that its values are fields of. */
export function ofAws<Values>(
  check: (values: Values) => Violation | readonly Violation[] | undefined,
  at = "",
): (values: Values) => Broken[] {
  return (values) => [check(values) ?? []].flat().map((found) => brokenBy(found, at));
}

/** What a rule of `aws/` found, with `at` in front of its field. */
export function brokenBy({ field, rule, got, fix }: Violation, at = ""): Broken {
  return broken(`${at}${field}`, rule, got, fix);
}

/** Every way to write a field of T with dots: `"container" | "container.cpu"`. */
export type FieldOf<T> = T extends readonly unknown[]
  ? never
  : T extends object
    ? { [K in keyof T & string]: K | `${K}.${FieldOf<NonNullable<T[K]>>}` }[keyof T & string]
    : never;

/**
 * A rule across fields. `reads` are the fields that `check` looks at: when one of them has a problem of its own, the
 * rule waits; the problems of all other fields don't keep it from being checked, so that a user sees everything at once.
 * @see https://zod.dev/api#refinements on `when`
 */
export function rule<T>(
  reads: readonly FieldOf<T>[],
  check: (value: T) => Broken | readonly Broken[] | undefined,
): z.core.$ZodCheck<T> {
  return whenSound(reads, check);
}

/** A rule about a system and the environment it runs in; the field to mend is the system's. */
export function systemRule<Environment, System>(
  reads: {
    readonly environment: readonly FieldOf<Environment>[];
    readonly system: readonly FieldOf<System>[];
  },
  check: (system: System, environment: Environment) => Broken | undefined,
) {
  return <const Name extends string>(name: Name) =>
    whenSound<Environment & { systems: Partial<Record<Name, System>> }>(
      [...reads.environment, ...reads.system.map((field) => `systems.${name}.${field}`)],
      (environment) => {
        const system = environment.systems[name];
        const found = system === undefined ? undefined : check(system, environment);
        return found && { ...found, at: ["systems", name, ...found.at] };
      },
    );
}

function whenSound<T>(
  reads: readonly string[],
  check: (value: T) => Broken | readonly Broken[] | undefined,
): z.core.$ZodCheck<T> {
  const fields = reads.map((field) => field.split("."));
  return z.superRefine<T>(
    (value, context) => {
      for (const found of [check(value) ?? []].flat()) report(found, context);
    },
    {
      when: ({ issues }) =>
        issues.every((issue) => isComplete(issue) || !isAboutWhole(issue)) &&
        fields.every((field) => isSound(field, issues)),
    },
  );
}

export function report({ at, message }: Broken, context: z.core.$RefinementCtx): void {
  context.addIssue({ code: "custom", path: [...at], message, params: complete });
}

/** Marks an issue whose message says it all, and which does not make the field useless to other rules. */
const complete = { complete: true };

export function isComplete(issue: { readonly code?: string; readonly params?: unknown }): boolean {
  return issue.code === "custom" && issue.params === complete;
}

/** Whether nothing is wrong with a field by itself, with what it is in, or with what is in it. */
export function isSound(field: readonly string[], issues: readonly z.core.$ZodRawIssue[]): boolean {
  return !issues.some((issue) => !isComplete(issue) && spoils(issue, field));
}

function isAboutWhole({ path = [], code }: z.core.$ZodRawIssue): boolean {
  return path.length === 0 && code !== "unrecognized_keys";
}

function spoils(issue: z.core.$ZodRawIssue, field: readonly string[]): boolean {
  const { path = [] } = issue;
  if (issue.code !== "unrecognized_keys") return sharesWay(path, field);
  // A misspelt field left its default in place, which nobody meant to be checked.
  return fieldsMeant(issue).some((key) => sharesWay([...path, key], field));
}

/** Looked for once per issue, since every rule asks. */
const meant = new WeakMap<z.core.$ZodRawIssue, readonly string[]>();

/** The fields that were probably meant by the unknown ones of an issue. */
function fieldsMeant(issue: z.core.$ZodRawIssue): readonly string[] {
  const known = meant.get(issue);
  if (known !== undefined) return known;
  const keys = issue.keys as readonly string[];
  const found = keys.map((key) => nearest(key, fieldsOf(issue)) ?? key);
  meant.set(issue, found);
  return found;
}

function sharesWay(path: readonly PropertyKey[], field: readonly string[]): boolean {
  return field.every((step, index) => index >= path.length || String(path[index]) === step);
}

/** The fields of the object that an issue of unknown fields is about. */
export function fieldsOf(issue: z.core.$ZodRawIssue): string[] {
  return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
}
