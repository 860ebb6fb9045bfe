import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { projectRoot } from "../../tools/project-root";

export interface Snippet {
  /** Such as `README.md:42`. */
  readonly place: string;
  readonly text: string;
}

const PAGE = /^(help|.*\.md)$/;
const NOT_OURS = new Set([
  "node_modules",
  ".git",
  ".build",
  "cdktf.out",
  "dist",
  "reports",
  "aws-cdk",
]);

/** Paths of all pages for people. */
export function pages(folder = projectRoot()): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return pages(path);
      return PAGE.test(entry.name) ? [relative(projectRoot(), path).split(sep).join("/")] : [];
    });
}

/** Fenced blocks of a language. */
export function blocks(page: string, language: string): Snippet[] {
  const text = readFileSync(join(projectRoot(), page), "utf8");
  const fence = new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, "gm");
  return [...text.matchAll(fence)].map(({ index, 1: indent = "", 2: body = "" }) => {
    const before = text.slice(0, index);
    return {
      place: `${page}:${before.split("\n").length}`,
      text: body
        .split("\n")
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
        .join("\n"),
    };
  });
}

/** The commands of a page, one each: of its shell blocks, or of the lines of `help`. */
export function commands(page: string): Snippet[] {
  if (page === "help") {
    const lines = readFileSync(join(projectRoot(), page), "utf8")
      .replaceAll(/ *\\\n */g, " ")
      .split("\n");
    return lines.flatMap((line, index) => {
      const [, command] =
        /^ {4}((?:npm|npx|terraform|aws|mysql) .*?)(?: {2,}\S.*)?$/.exec(line) ?? [];
      return command === undefined ? [] : [{ place: `help:${index + 1}`, text: command }];
    });
  }
  return blocks(page, "sh").flatMap(({ text, ...rest }) =>
    text
      .replaceAll(/ *\\\n */g, " ")
      .split("\n")
      .map((line) => line.replace(/(^|\s)#( |$).*$/, "").trim())
      .flatMap((line) => line.split(/ (?:&&|\|) |; /))
      .filter((line) => line !== "")
      .map((command) => ({ ...rest, text: command })),
  );
}

/**
 * What the column "Setting" of a table gives first: one field, such as `capacity: { spotPercent: 50 }`, or several with commas
 * between them. An ellipsis, or a name without a value, leaves something to the reader.
 */
export function tableSettings(page: string): Snippet[] {
  const lines = readFileSync(join(projectRoot(), page), "utf8").split("\n");
  let isOfSettings = false;
  return lines.flatMap((line, index) => {
    if (!line.startsWith("|")) isOfSettings = false;
    else if (/\| Setting +\|$/.test(line)) isOfSettings = true;
    const cell = line.split(" | ").at(-1) ?? "";
    const [first = ""] = /^`\w+: [^`]*`(?:, `\w+: [^`]*`)*/.exec(cell) ?? [];
    const leavesSomething = first.includes("…") || /[{,] *\w+ *[,}]/.test(first);
    if (!isOfSettings || first === "" || leavesSomething) return [];
    return [{ place: `${page}:${index + 1}`, text: first.replaceAll("`", "") }];
  });
}
