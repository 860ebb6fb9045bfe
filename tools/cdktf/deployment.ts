import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../synthesized/synthesis";
import { UserError } from "../terminal/user-error";

/** What of a deployment's command line matters here. */
export interface Deployment {
  /** Values that `--var name=value` gives. */
  readonly variables: Readonly<Record<string, string>>;
  readonly approved: boolean;
  /** All words but those. */
  readonly rest: readonly string[];
}

export function readDeployment(words: readonly string[]): Deployment {
  const variables: Record<string, string> = {};
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const given = word === "--var" ? (words[++at] ?? "") : /^--var=(.*)$/s.exec(word)?.[1];
    if (given === undefined) rest.push(word);
    else {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(given) ?? [];
      if (name === undefined || value === undefined) {
        throw new UserError("`--var` must have the form `--var name=value`.");
      }
      variables[name] = value;
    }
  }
  return { variables, rest, approved: words.includes("--auto-approve") };
}

/**
 * @param words the command line, for its files of values
 * @param isAttended whether a user can be asked for a value
 * @returns what is wrong with the values for the variables of some stacks
 */
export function checkVariables(
  stacks: readonly SynthesizedStack[],
  variables: Readonly<Record<string, string>>,
  words: readonly string[],
  isAttended: boolean,
): string[] {
  const declared = stacks.flatMap(({ json }) => json.variables);
  const unknown = Object.keys(variables).filter(
    (name) => name !== "image_tag" && !declared.includes(name),
  );
  const problems = unknown
    .filter(() => stacks.length > 0)
    .map(
      (name) =>
        `No stack named here has a variable \`${name}\`. It has: ${[...new Set(declared)].join(", ") || "none"}.`,
    );
  if (isAttended) return problems;
  const needing = new Map<string, string[]>();
  for (const stack of stacks) {
    const given = new Set([...Object.keys(variables), ...givenElsewhere(stack, words)]);
    for (const name of stack.json.requiredVariables.filter((each) => !given.has(each))) {
      needing.set(name, [...(needing.get(name) ?? []), stack.name]);
    }
  }
  for (const [name, names] of needing) {
    problems.push(
      `\`${name}\` must be set for ${names.join(" and ")}, because there is no terminal to ask for it. Add \`--var ${name}=<value>\`, or set TF_VAR_${name}.`,
    );
  }
  return problems;
}

/** Names of the variables that get a value by other ways than `--var`. */
function givenElsewhere(stack: SynthesizedStack, words: readonly string[]): string[] {
  const inEnvironment = Object.keys(process.env)
    .filter((name) => name.startsWith("TF_VAR_"))
    .map((name) => name.slice("TF_VAR_".length));
  const named = words.flatMap((word, at) =>
    word === "--var-file"
      ? [words[at + 1] ?? ""]
      : (/^--var-file=(.*)$/.exec(word)?.slice(1) ?? []),
  );
  const automatic = existsSync(stack.folder)
    ? readdirSync(stack.folder)
        .filter((name) => /^terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/.test(name))
        .map((name) => join(stack.folder, name))
    : [];
  return [...inEnvironment, ...[...named, ...automatic].flatMap(namesIn)];
}

/** Names that a file of values sets: `name = value`, or JSON. */
function namesIn(file: string): string[] {
  if (!existsSync(file))
    throw new UserError(`There is no file ${file}, which \`--var-file\` names.`);
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^\s*[{,]?\s*"?(\w+)"?\s*[=:]/gm)].map(([, name = ""]) => name);
}
