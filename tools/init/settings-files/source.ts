import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
import type { Options } from "prettier";
import { check, format } from "prettier/standalone";

/** A value of the settings, as written in an environment's file. */
export type Setting =
  string | number | boolean | readonly Setting[] | { readonly [name: string]: Setting };

/** Comments by the path of the setting below them, with keys joined by `/`. */
export type Comments = Readonly<Record<string, string>>;

/** Writes a value as TypeScript. Prettier breaks the lines. */
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
  // Prettier keeps a line break after the opening brace, and otherwise joins the object into one line if it fits.
  const isShort = lines.join(" ").length <= SHORT && !lines.some((line) => line.includes("\n"));
  return isShort ? `{ ${lines.join(" ")} }` : `{\n${lines.join("\n")}\n}`;
}

const SHORT = 70;

/** A property's name, with quotes if needed. */
export function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function isList(value: Setting): value is readonly Setting[] {
  return Array.isArray(value);
}

/** The options of .prettierrc.json. These parts of prettier load without ES modules, which a bundle cannot load. */
const LAYOUT: Options = { parser: "typescript", plugins: [estree, typescript], printWidth: 100 };

/** Formats TypeScript like the project's other files. */
export function formatted(source: string): Promise<string> {
  return format(source, LAYOUT);
}

/** Whether a file is formatted with prettier. Only then is it formatted again after a change. */
export function isFormatted(source: string): Promise<boolean> {
  return check(source, LAYOUT);
}
