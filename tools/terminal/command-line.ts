import { parseArgs } from "node:util";
import { didYouMean } from "./nearest";
import { UserError } from "./user-error";

/**
 * A command in package.json and its arguments. Its help, its error messages and the types of its values are all derived
 * from this description.
 *
 * Based on Node's own `util.parseArgs`, which returns tokens, so that all mistakes can be reported at once: commander
 * 15 and cac 7 stop at the first, and citty 0.2 accepts unknown options.
 */
export interface Command<Options extends OptionSpecs = OptionSpecs> {
  /** How to run it, such as `npm run local`. */
  readonly run: string;
  /** The forms of its arguments, such as `<system> [environment]`. */
  readonly forms: readonly string[];
  /** What it does, in a few sentences. */
  readonly summary: string;
  readonly options: Options;
  /** Complete commands, each with a description. At least one. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Whether words such as `tag=1.0.0` are assignments. @default false */
  readonly takesAssignments?: boolean;
  /** Maximum number of words. @default - any number */
  readonly maxWords?: number;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

interface Described {
  /** Description for the help. */
  readonly help: string;
}

interface Valued extends Described {
  /** Placeholder for the value in the help, such as `<file>`. */
  readonly value: string;
}

export type OptionSpec =
  | (Described & { readonly kind: "flag" })
  | (Valued & { readonly kind: "text"; readonly oneOf?: readonly string[] })
  | (Valued & {
      readonly kind: "number";
      /** Inclusive. */
      readonly min: number;
      /** Inclusive. @default - no limit */
      readonly max?: number;
      /** @default true: whole numbers only */
      readonly isWhole?: boolean;
    })
  /** May be given several times. */
  | (Valued & { readonly kind: "list" })
  /** `name=value`, may be given several times. */
  | (Valued & { readonly kind: "assignments" });

type Assignments = Readonly<Record<string, string>>;

interface ValueOf {
  readonly flag: boolean;
  readonly text: string | undefined;
  readonly number: number | undefined;
  readonly list: readonly string[];
  readonly assignments: Assignments;
}

export interface CommandLine<Options extends OptionSpecs> {
  readonly words: readonly string[];
  /** Words of the form `name=value`, if the command accepts them. */
  readonly assignments: Assignments;
  readonly options: { readonly [Name in keyof Options]: ValueOf[Options[Name]["kind"]] };
  /** Whether the arguments contain `--help`. Nothing else is checked then. */
  readonly asksForHelp: boolean;
}

/** Defines a command, with types inferred from its options. */
export function defineCommand<const Options extends OptionSpecs>(
  command: Command<Options>,
): Command<Options> {
  return command;
}

/** @throws UserError with all mistakes at once */
export function readCommandLine<Options extends OptionSpecs>(
  command: Command<Options>,
  args: readonly string[],
): CommandLine<Options> {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: parserOptions(command.options),
  });
  const given = new Map<string, string[]>();
  const words: string[] = [];
  const assignmentWords: string[] = [];
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") {
      const isAssignment = command.takesAssignments === true && token.value.includes("=");
      (isAssignment ? assignmentWords : words).push(token.value);
    } else if (token.kind === "option") {
      const spec = token.name === "help" ? HELP : command.options[token.name];
      const problem = misuse(command, token.rawName, spec, token.value, token.inlineValue === true);
      if (problem !== undefined) problems.push(problem);
      given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? ""]);
    }
  }
  const asksForHelp = given.has("help");
  if (command.maxWords !== undefined && words.length > command.maxWords) {
    problems.push(
      `${words.slice(command.maxWords).join(" ")}: ${command.run} takes at most ${command.maxWords} ${command.maxWords === 1 ? "word" : "words"} here.`,
    );
  }
  const assignments = readAssignments(assignmentWords, problems);
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, spec]) => [
      name,
      valueOf(name, spec, given.get(name) ?? [], problems),
    ]),
  ) as CommandLine<Options>["options"];
  if (problems.length > 0 && !asksForHelp) {
    throw new UserError([...problems, `For help: ${command.run} -- --help`].join("\n"));
  }
  return { words, assignments, options, asksForHelp };
}

const HELP: OptionSpec = { kind: "flag", help: "Show this help" };

function parserOptions(specs: OptionSpecs) {
  return Object.fromEntries([
    ["help", { type: "boolean" as const, short: "h" }],
    ...Object.entries(specs).map(
      ([name, { kind }]) =>
        [name, { type: kind === "flag" ? ("boolean" as const) : ("string" as const) }] as const,
    ),
  ]) as Record<string, { type: "boolean" | "string"; short?: string }>;
}

function misuse(
  { options }: Command,
  rawName: string,
  spec: OptionSpec | undefined,
  value: string | undefined,
  isInline: boolean,
): string | undefined {
  if (spec === undefined) {
    const names = Object.keys(options);
    const known = (names.length > 0 ? names : ["help"]).map((name) => `--${name}`);
    return `There is no option ${rawName}.${didYouMean(rawName, known)}`;
  }
  if (spec.kind === "flag") {
    return value === undefined ? undefined : `${rawName} takes no value, got "${value}".`;
  }
  const isMissing = value === undefined || value === "" || (!isInline && /^-./.test(value));
  return isMissing ? `${rawName} needs a value: ${rawName} ${spec.value}` : undefined;
}

function valueOf(
  name: string,
  spec: OptionSpec,
  given: readonly string[],
  problems: string[],
): ValueOf[OptionSpec["kind"]] {
  const last = given.at(-1);
  switch (spec.kind) {
    case "flag":
      return given.length > 0;
    case "text":
      if (last !== undefined && spec.oneOf !== undefined && !spec.oneOf.includes(last)) {
        problems.push(
          `--${name} must be one of ${spec.oneOf.join(", ")}, got "${last}".${didYouMean(last, spec.oneOf)}`,
        );
      }
      return last;
    case "number":
      return last === undefined || last === "" ? undefined : numberFrom(name, spec, last, problems);
    case "list":
      return given;
    case "assignments":
      return readAssignments(given, problems, `--${name} `);
  }
}

function numberFrom(
  name: string,
  { min, max = Infinity, isWhole = true }: Extract<OptionSpec, { kind: "number" }>,
  text: string,
  problems: string[],
): number {
  const number = text.trim() === "" ? NaN : Number(text);
  if (number >= min && number <= max && (!isWhole || Number.isInteger(number))) return number;
  const range = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
  problems.push(`--${name} must be a ${isWhole ? "whole " : ""}number ${range}, got "${text}".`);
  return number;
}

/** `name=value`; the value may contain further equals signs. */
function readAssignments(words: readonly string[], problems: string[], prefix = ""): Assignments {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at < 1) problems.push(`${prefix}must have the form name=value, got "${word}".`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}
