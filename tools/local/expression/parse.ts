import { createRequire } from "node:module";
import { projectRoot } from "../../project-root";
import type { Node } from "./node";

/** Parsed expressions by their text as it stands in the JSON. */
export type Expressions = ReadonlyMap<string, ParsedTemplate>;

export interface ParsedTemplate {
  /** Literal texts and expressions, one after the other. */
  readonly parts: readonly Node[];
  /** What the ranges of the nodes refer to. */
  readonly source: string;
}

type Parser = (filename: string, expression: string) => Promise<Node | null>;

/** Parses every string of the JSON that holds an expression, with HashiCorp's own parser. */
export async function parseExpressions(json: unknown): Promise<Expressions> {
  const texts = new Set<string>();
  collect(json, texts);
  const expressions = new Map<string, ParsedTemplate>();
  for (const text of texts) expressions.set(text, await parseTemplate(text));
  return expressions;
}

export function hasExpression(text: string): boolean {
  return text.includes("${") || text.includes("%{");
}

/** @throws Error naming the expression, when it is none */
export async function parseTemplate(text: string): Promise<ParsedTemplate> {
  // In a heredoc, as in a JSON string, only "${" and "%{" have a meaning outside of expressions.
  const source = `<<${MARK}\n${text}\n${MARK}\n`;
  let template: Node | null;
  try {
    template = await parser()("cdk.tf.json", source);
  } catch (error) {
    throw new Error(`This expression cannot be read: ${text}\n${String(error)}`);
  }
  if (template === null) throw new Error(`This expression cannot be read: ${text}`);
  return { parts: withoutLastNewline(template.children), source };
}

const MARK = "END_OF_TEMPLATE";

function withoutLastNewline(parts: readonly Node[]): readonly Node[] {
  const last = parts.at(-1);
  if (last?.type !== "literalValue") return parts;
  const text = String(last.meta?.value).replace(/\n$/, "");
  const others = parts.slice(0, -1);
  return text === "" ? others : [...others, { ...last, meta: { ...last.meta, value: text } }];
}

function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === "string") {
    if (hasExpression(value)) texts.add(value);
  } else if (typeof value === "object" && value !== null) {
    for (const each of Object.values(value)) collect(each, texts);
  }
}

let loaded: Parser | undefined;

/** Loaded when needed, and from its own folder: it is WebAssembly of 4 MB, which no bundle can hold. */
function parser(): Parser {
  if (loaded === undefined) {
    const require = createRequire(`${projectRoot()}/package.json`);
    ({ getExpressionAst: loaded } = require("@cdktf/hcl2json") as { getExpressionAst: Parser });
  }
  return loaded;
}
