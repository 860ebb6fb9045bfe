import type { Styles } from "../terminal/style";
import type { Field, Outcome } from "./field";

/** A file that was read, with the outcome of each field. */
export interface ImportedFile {
  readonly path: string;
  readonly field: Field;
}

/** Assumptions about the outside world, and what is left to do. */
export interface Remarks {
  /** Notes about the settings as a whole. */
  readonly notes: readonly string[];
  /** How to migrate data. */
  readonly data: readonly string[];
}

const TITLES: Readonly<Record<Outcome["kind"], string>> = {
  taken: "Taken over",
  changed: "Changed",
  left: "No place here",
};
const KINDS = ["taken", "changed", "left"] as const;
const WIDTH = 110;

/** Every field of every file, by outcome. */
export function reportText(
  files: readonly ImportedFile[],
  { notes, data }: Remarks,
  { bold, dim, green, yellow, red }: Styles,
): string {
  const colours = { taken: green, changed: yellow, left: red };
  const texts = files.map(({ path, field }) => {
    const parts = KINDS.map((kind) => {
      const rows = field.rows.filter(([, outcome]) => outcome.kind === kind);
      if (rows.length === 0) return [];
      return [
        colours[kind](TITLES[kind]),
        ...rows.map(([place, outcome]) => rowText(place, outcome, dim)),
      ];
    });
    return [bold(path), ...parts.flat()].join("\n");
  });
  return [
    ...texts,
    countText(files),
    ...listText("Notes", notes, bold),
    ...listText("Your data is not moved. To migrate it:", data, bold),
  ].join("\n\n");
}

function rowText(place: string, outcome: Outcome, dim: (text: string) => string): string {
  const to = outcome.kind !== "left" && outcome.to !== undefined ? ` -> ${outcome.to}` : "";
  const why = outcome.kind === "taken" ? "" : outcome.why;
  const line = `  ${place}${to}`;
  if (why === "") return line;
  return line.length + why.length + 2 <= WIDTH
    ? `${line}: ${dim(why)}`
    : `${line}:\n${wrapped(why)
        .map((each) => `      ${dim(each)}`)
        .join("\n")}`;
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 7 <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Numbers of fields by outcome. */
export function counts(files: readonly ImportedFile[]): Readonly<Record<Outcome["kind"], number>> {
  const numbers = { taken: 0, changed: 0, left: 0 };
  for (const { field } of files)
    for (const [, { kind }, fields] of field.rows) numbers[kind] += fields;
  return numbers;
}

function countText(files: readonly ImportedFile[]): string {
  const { taken, changed, left } = counts(files);
  return `${taken + changed + left} fields: ${taken} taken over, ${changed} changed, ${left} without a place here.`;
}

function listText(
  title: string,
  entries: readonly string[],
  bold: (text: string) => string,
): readonly string[] {
  const different = [...new Set(entries)];
  return different.length === 0
    ? []
    : [[bold(title), ...different.map((each) => `  - ${each}`)].join("\n")];
}
