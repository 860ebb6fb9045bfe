import { type Block, blockOf, type StackJson } from "../../synthesized/stack-json";
import type { Scope } from "../expression/evaluate";
import { toNumber } from "../expression/values";
import { member } from "../expression/evaluate";
import { UserError } from "../../terminal/user-error";

type Evaluate = (value: unknown, scope: Scope) => unknown;

interface Validation {
  readonly condition: string;
  readonly error_message: string;
}

/**
 * Gives each variable its value or its default, converts it to its type, and holds it against the stack's own
 * validations.
 *
 * @throws UserError with all that is wrong
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

/** As Terraform reads a value of a command line: text as it is, all else as an expression, of which JSON is enough. */
function convert(name: string, text: string, type: unknown, problems: string[]): unknown {
  if (type === undefined || type === "string") return text;
  try {
    return type === "number" ? toNumber(text) : (JSON.parse(text) as unknown);
  } catch {
    problems.push(`${name} must be a ${JSON.stringify(type)} as JSON, got ${text}.`);
    return undefined;
  }
}
