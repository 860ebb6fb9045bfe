import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
import type { Options } from "prettier";
import { check, format } from "prettier/standalone";

/** A value of the settings, as it stands in an environment's file. */
export type Setting =
  string | number | boolean | readonly Setting[] | { readonly [name: string]: Setting };

/** Comments by the path of the setting that they stand above, steps joined by `/`. */
export type Comments = Readonly<Record<string, string>>;

/** Writes a value as TypeScript. Prettier makes the lines. */
export function sourceOf(value: Setting, comments: Comments = {}, at = ""): string {
  if (isList(value)) return `[${value.map((item) => sourceOf(item)).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([name, its]) => {
    const path = at === "" ? name : `${at}/${name}`;
    const comment = (comments[path] ?? "")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => `// ${line}\n`)
      .join("");
    return `${comment}${keyOf(name)}: ${sourceOf(its, comments, path)},`;
  });
  // Prettier keeps an object that begins on a line of its own as it is, and joins one that does not where it fits.
  const isShort = lines.join(" ").length <= SHORT && !lines.some((line) => line.includes("\n"));
  return isShort ? `{ ${lines.join(" ")} }` : `{\n${lines.join("\n")}\n}`;
}

const SHORT = 70;

/** A property's name, with quotes where it needs them. */
export function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function isList(value: Setting): value is readonly Setting[] {
  return Array.isArray(value);
}

/** As .prettierrc.json has it. The parts of prettier that are needed here load without ES modules, which a bundle cannot. */
const LAYOUT: Options = { parser: "typescript", plugins: [estree, typescript], printWidth: 100 };

/** Lays TypeScript out as the project's other files are. */
export function formatted(source: string): Promise<string> {
  return format(source, LAYOUT);
}

/** Whether a file is laid out as prettier would: only then may it do so again after a change. */
export function isFormatted(source: string): Promise<boolean> {
  return check(source, LAYOUT);
}
