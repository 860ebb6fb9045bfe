import type * as z from "zod";
import { isComplete } from "../rules/rule";
import { type Problem, nearest, oneOf, show, showPath } from "./show";

/** Words for what zod finds; the rules come with the schema's fields, in their `error`. */
export function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_union":
      return `must be ${oneOf(kindsOf(issue))}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values)}`;
    default:
      // The rule of the field itself.
      return undefined;
  }
}

/** zod's issues as problems, one for each mistake. */
export function toProblems(issues: readonly z.core.$ZodIssue[]): Problem[] {
  const problems = issues.flatMap((issue) => toMessages(issue));
  return problems
    .filter(({ path, missing }) => !(missing && isMisspelt(path, issues)))
    .map(({ path, message }) => ({ environment: String(path[0]), path, message }));
}

interface Message {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly missing?: boolean;
}

function toMessages(issue: z.core.$ZodIssue): Message[] {
  const { path, message, input } = issue;
  if (isComplete(issue)) return [{ path, message }];
  if (issue.code === "unrecognized_keys") {
    const lines = message.split("\n");
    return issue.keys.map((key, index) => ({ path: [...path, key], message: lines[index] ?? "" }));
  }
  if (issue.code === "invalid_key") {
    return [{ path, message: `${issue.issues[0]?.message ?? message}.` }];
  }
  const found = issue.code === "invalid_union" ? discriminator(issue) : input;
  if (found === undefined) return [{ path, message: `${message}, but is missing.`, missing: true }];
  const isShown = !mayHoldSecret(path) || typeof found === "object";
  const got = isShown ? `, got ${show(found)}` : "";
  return [{ path, message: `${message}${got}.${fix(issue, found)}` }];
}

/** What reaches a program may be a secret, wherever it was meant to go. Of objects, only their size is ever shown. */
function mayHoldSecret(path: readonly PropertyKey[]): boolean {
  return path.some((step) => ["environment", "secrets", "command"].includes(String(step)));
}

/** zod reports the wrong kind with the object that has it. */
function discriminator(issue: z.core.$ZodIssue): unknown {
  const field = issue.path.at(-1);
  return (issue.input as Record<PropertyKey, unknown>)[field ?? ""];
}

function fix(issue: z.core.$ZodIssue, found: unknown): string {
  if (issue.code === "custom") {
    const given = issue.params?.fix as string | undefined;
    return given === undefined ? "" : ` ${given}`;
  }
  const near = typeof found === "string" ? nearest(found, optionsOf(issue)) : undefined;
  return near === undefined ? "" : ` Did you mean ${show(near)}?`;
}

function optionsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" && "options" in issue ? kindsOf(issue).map(String) : [];
}

/** The kinds of a union; none at all is one, too, where a kind may be left out. */
function kindsOf(issue: object): string[] {
  const { options = [] } = issue as { readonly options?: readonly unknown[] };
  return options.filter((kind) => typeof kind === "string");
}

/** Whether a missing field is there under a name much like its own: then that one problem says it all. */
function isMisspelt(path: readonly PropertyKey[], issues: readonly z.core.$ZodIssue[]): boolean {
  const field = String(path.at(-1));
  const parent = showPath(path.slice(0, -1));
  return issues.some(
    (issue) =>
      issue.code === "unrecognized_keys" &&
      showPath(issue.path) === parent &&
      issue.keys.some((key) => nearest(key, [field]) !== undefined),
  );
}

/** What to say of unknown fields, a line each, in their order; `explained` has the words for some. */
export function unknownFields(
  keys: readonly string[],
  valid: readonly string[],
  explained: Readonly<Record<string, string>> = {},
): string {
  return keys
    .map((key) => (Object.hasOwn(explained, key) ? explained[key] : unknownField(key, valid)))
    .join("\n");
}

function unknownField(key: string, valid: readonly string[]): string {
  const near = nearest(key, valid);
  return near === undefined
    ? `is not a field of the settings. Valid here: ${valid.join(", ")}.`
    : `is not a field of the settings. Did you mean ${near}?`;
}
