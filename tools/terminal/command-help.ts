import type { Command, OptionSpec } from "./command-line";
import { layOut } from "./table";

const WIDTH = 100;

/** The text of `--help`: forms, summary, options, examples. */
export function helpOf(command: Command): string {
  const starts = command.forms.map((form) => `${command.run}${form === "" ? "" : ` -- ${form}`}`);
  const options = [
    ...Object.entries(command.options).map(([name, spec]) => [
      `--${name}${valueIn(spec)}`,
      help(spec),
    ]),
    ["--help, -h", "Show this help"],
  ] as const;
  return [
    ...starts.map((start, at) => `${at === 0 ? "Usage: " : "       "}${start}`),
    "",
    ...wrapped(command.summary, WIDTH),
    "",
    "Options:",
    ...columns(options),
    "",
    "Examples:",
    ...command.examples.flatMap(([example, what]) => [`  ${example}`, `      ${what}`]),
  ].join("\n");
}

function valueIn(spec: OptionSpec): string {
  return spec.kind === "flag" ? "" : ` ${spec.value}`;
}

function help(spec: OptionSpec): string {
  const choices = spec.kind === "text" && spec.oneOf ? ` (${spec.oneOf.join(", ")})` : "";
  const isRepeatable = spec.kind === "list" || spec.kind === "assignments";
  return `${spec.help}${choices}${isRepeatable ? " (repeatable)" : ""}`;
}

function columns(rows: readonly (readonly [string, string] | readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return layOut(
    rows.flatMap(([name = "", text = ""]) =>
      wrapped(text, WIDTH - width - 4).map((line, at) => [`  ${at === 0 ? name : ""}`, line]),
    ),
  );
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
