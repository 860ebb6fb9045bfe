import { member, type Scope } from "./expression/evaluate";
import { toNumber } from "./expression/values";
import { type Block, blockOf } from "./fields";
import type { StackJson } from "./stack-json";
import { UserError } from "../terminal/user-error";

type Evaluate = (value: unknown, scope: Scope) => unknown;

interface Validation {
  readonly condition: string;
  readonly error_message: string;
}

/**
 * Gives each variable its value or its default, converts it to its type and applies the stack's own validations.
 *
 * @throws UserError with all problems
 */
export function assignVariables(
  json: StackJson,
  given: Readonly<Record<string, string>>,
  evaluate: Evaluate,
): ReadonlyMap<string, unknown> {
  const declared = blockOf(json.json, "variable") as Readonly<Record<string, Block>>;
  const problems = Object.keys(given)
    .filter((name) => declared[name] === undefined)
    .map((name) => `There is no variable ${name}. There are: ${Object.keys(declared).join(", ")}.`);
  const values = new Map<string, unknown>();
  for (const [name, block] of Object.entries(declared)) {
    const text = given[name];
    if (text !== undefined) values.set(name, convert(name, text, block.type, problems));
    else if (block.default !== undefined) values.set(name, block.default);
    else problems.push(`${name} needs a value: ${name}=<${String(block.description)}>`);
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));

  const scope: Scope = {
    resolve: ([, name = "", ...rest]) => rest.reduce(member, values.get(name)),
  };
  for (const block of Object.values(declared)) {
    for (const { condition, error_message: message } of (block.validation ?? []) as Validation[]) {
      if (evaluate(condition, scope) !== true) problems.push(message);
    }
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return values;
}

/** Reads a value as Terraform reads it from a command line: a string as it is, any other type as JSON. */
function convert(name: string, text: string, type: unknown, problems: string[]): unknown {
  if (type === undefined || type === "string") return text;
  try {
    return type === "number" ? toNumber(text) : (JSON.parse(text) as unknown);
  } catch {
    problems.push(`${name} must be a ${JSON.stringify(type)} as JSON, got ${text}.`);
    return undefined;
  }
}
