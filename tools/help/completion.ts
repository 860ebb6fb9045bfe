import type { Command, OptionSpec } from "../terminal/command-line";

/** What a word may be, by the noun that stands for it in the form of a command. */
export type Names = Readonly<Partial<Record<string, readonly string[]>>>;

/** Scripts that npm runs without `run`. */
const SHORTCUTS = ["start", "test"];

/**
 * What the last word of a line may become.
 *
 * @param line the words of `npm run local -- talk`, as far as the cursor; the last one may be empty
 * @returns nothing when it is not for this project to say, as with a path
 */
export function completions(
  line: readonly string[],
  commands: Readonly<Record<string, Command>>,
  names: Names,
): readonly string[] {
  const current = line.at(-1) ?? "";
  const before = line.slice(1, -1);
  return candidates(before, current, commands, names).filter((each) => each.startsWith(current));
}

function candidates(
  before: readonly string[],
  current: string,
  commands: Readonly<Record<string, Command>>,
  names: Names,
): readonly string[] {
  const [verb, script] = before.filter((word) => word === "--" || !word.startsWith("-"));
  const isRun = verb === "run" || verb === "run-script";
  if (isRun && script === undefined) return Object.keys(commands);
  const name = isRun ? script : SHORTCUTS.find((each) => each === verb);
  const command = commands[name ?? ""];
  if (command === undefined) return [];
  const end = before.indexOf("--");
  // Without it, npm takes the options for its own.
  return end === -1 ? ["--"] : argumentsOf(command, before.slice(end + 1), current, names);
}

function argumentsOf(
  command: Command,
  before: readonly string[],
  current: string,
  names: Names,
): readonly string[] {
  const asked = valued(command, before.at(-1));
  if (asked !== undefined) return asked.kind === "text" ? (asked.oneOf ?? []) : [];
  if (current.startsWith("-")) {
    return [...Object.keys(command.options), "help"].map((name) => `--${name}`);
  }
  const words = before.filter(
    (word, at) =>
      !word.startsWith("-") &&
      valued(command, before[at - 1]) === undefined &&
      !(command.takesAssignments === true && word.includes("=")),
  );
  const fitting = command.forms.flatMap((form) => wordOf(form, command, words) ?? []);
  return [...new Set(fitting.flatMap((word) => meanings(word, names)))].filter(
    (each) => !words.includes(each),
  );
}

/** The option that takes the next word as its value. */
function valued({ options }: Command, word = ""): OptionSpec | undefined {
  const spec = word.startsWith("--") ? options[word.slice(2)] : undefined;
  return spec?.kind === "flag" ? undefined : spec;
}

/** What follows some words in a form; undefined when they do not fit it. */
function wordOf(form: string, command: Command, words: readonly string[]): string | undefined {
  const all = form.match(/<[^>]*>(=<[^>]*>)?|\[[^\]]*\]|\S+/g) ?? [];
  const own = all.filter(
    (word, at) => !/^\[?--|^\[options\]$/.test(word) && valued(command, all[at - 1]) === undefined,
  );
  const misfit = words.some((word, at) => /^\w/.test(own[at] ?? "") && own[at] !== word);
  if (misfit) return undefined;
  const last = own.at(-1);
  return own[words.length] ?? (last !== undefined && /\.\.\.[\]>]$/.test(last) ? last : undefined);
}

/** `[system|environment ...]` is any system or environment, `<bash|zsh>` one of these, and a plain word itself. */
function meanings(word: string, names: Names): readonly string[] {
  if (/^\w/.test(word)) return [word];
  if (word.includes("=")) return [];
  const nouns = word.replace(/[^\w\s,|-]/g, "").split(/\s*[|,]\s*|\s+or\s+|\s+/);
  const isChoice = word.includes("|") && nouns.every((noun) => names[noun] === undefined);
  return isChoice ? nouns : nouns.flatMap((noun) => names[noun] ?? []);
}
