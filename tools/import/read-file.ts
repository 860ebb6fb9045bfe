import { readFileSync } from "node:fs";
import { LineCounter, parseDocument, type Document } from "yaml";
import { UserError } from "../terminal/user-error";

/** A YAML or JSON file, and the positions of its values. */
export interface ReadFile {
  readonly path: string;
  readonly value: unknown;
  /** `file:line:column` of a path in the file. */
  readonly placeOf: (path: readonly (string | number)[]) => string;
}

/**
 * Reads a YAML file. JSON is valid YAML, too.
 *
 * @param path as messages name it
 * @throws UserError if it cannot be read, with line and column of each mistake
 */
export function readStructured(file: string, path: string): ReadFile {
  const text = readText(file, path);
  if (text.trim() === "") throw new UserError(`${path} is empty. Name another file.`);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    // Reads custom tags, such as those of CloudFormation, as the value behind them.
    logLevel: "error",
    customTags: CLOUDFORMATION_TAGS,
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new UserError(
      document.errors
        .map(({ message, pos }) =>
          `${at(pos[0])}: ${message}. Correct it there.`.replace("..", "."),
        )
        .join("\n"),
    );
  }
  return {
    path,
    value: valueOf(document, path),
    placeOf: (steps) => at(offsetOf(document, steps)),
  };
}

function valueOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${(error as Error).message}. Correct it there.`);
  }
}

/** Position of the deepest part of a path that exists in the file. */
function offsetOf(document: Document, steps: readonly (string | number)[]): number {
  for (let length = steps.length; length > 0; length--) {
    const node = document.getIn(steps.slice(0, length), true) as { range?: [number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

/** The text of a file without its byte order mark, which editors and shells of Windows write. */
export function readText(file: string, path: string): string {
  try {
    const bytes = readFileSync(file);
    // `>` of PowerShell 5 writes UTF-16, as in `aws ecs describe-task-definition ... > task.json`.
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    return bytes.toString(isUtf16 ? "utf16le" : "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const why = WHY[code] ?? code;
    throw new UserError(`${path} cannot be read: ${why}`);
  }
}

export const WHY: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist. Check the path.",
  EACCES: "permission denied. Grant yourself read access.",
  EPERM: "permission denied. Grant yourself read access.",
  EISDIR: "it is a folder. Name a file in it.",
};

const CLOUDFORMATION_TAGS = [
  "Ref",
  "Sub",
  "GetAtt",
  "Join",
  "ImportValue",
  "If",
  "Equals",
  "Not",
  "And",
  "Or",
  "Select",
  "Split",
  "FindInMap",
  "Base64",
  "Cidr",
  "GetAZs",
  "Condition",
].flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => text },
  { tag: `!${name}`, collection: "seq" as const, resolve: (node: unknown) => node as never },
  { tag: `!${name}`, collection: "map" as const, resolve: (node: unknown) => node as never },
]);
