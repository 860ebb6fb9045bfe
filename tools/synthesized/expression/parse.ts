import { createRequire } from "node:module";
import { projectRoot } from "../../project-root";

/** Parsed expressions by their text as it stands in the JSON. */
export type Expressions = ReadonlyMap<string, ParsedTemplate>;

export interface ParsedTemplate {
  /** Literal texts and expressions, one after the other. */
  readonly parts: readonly Node[];
  /** What the ranges of the nodes refer to. */
  readonly source: string;
}

/** A node of the syntax tree that `@cdktf/hcl2json` makes of an expression: what of it is read here. */
export interface Node {
  readonly type: string;
  readonly children: readonly Node[];
  readonly range?: Range;
  readonly meta?: {
    readonly type?: string;
    readonly value?: unknown;
    readonly name?: string;
    readonly operator?: string;
    readonly expandedFinalArgument?: boolean;
    readonly traversal?: readonly Step[];
    readonly keyVar?: string;
    readonly valVar?: string;
    readonly openRangeValue?: string;
    readonly conditionalExpression?: string;
    readonly groupedValue?: boolean;
  };
}

export interface Step {
  readonly type: "nameTraversal" | "indexTraversal";
  readonly segment: string;
}

interface Range {
  readonly start: { readonly byte: number };
  readonly end: { readonly byte: number };
}

type Parser = (filename: string, expression: string) => Promise<Node | null>;

/** Stacks of three environments hold the same expressions: each is parsed once. */
const parsed = new Map<string, ParsedTemplate>();

/** Parses every string of the JSON that holds an expression, with HashiCorp's own parser. */
export async function parseExpressions(json: unknown): Promise<Expressions> {
  const texts = new Set<string>();
  collect(json, texts);
  for (const text of texts) {
    if (!parsed.has(text)) parsed.set(text, await parseTemplate(text));
  }
  return parsed;
}

export function hasExpression(text: string): boolean {
  return text.includes("${") || text.includes("%{");
}

/**
 * Text and references such as `${aws_lb.entry.arn}`, and nothing else. Nine in ten templates are so simple; HashiCorp's
 * parser takes a second to load and a millisecond for each.
 */
const SIMPLE_TEMPLATE = /^(?:[^$%{}]|\$\{[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+\})*$/;

function parseSimpleTemplate(text: string): ParsedTemplate {
  const parts = text.split(/(\$\{[^}]*\})/).filter((part) => part !== "");
  return {
    parts: parts.map((part) => (part.startsWith("${") ? reference(part) : literal(part))),
    source: text,
  };
}

function literal(text: string): Node {
  return { type: "literalValue", children: [], meta: { type: "string", value: text } };
}

function reference(text: string): Node {
  const traversal = text
    .slice(2, -1)
    .split(".")
    .map((segment): Step => ({ type: "nameTraversal", segment }));
  return { type: "scopeTraversal", children: [], meta: { traversal } };
}

/** @throws Error naming the expression, when it is none */
export async function parseTemplate(text: string): Promise<ParsedTemplate> {
  if (SIMPLE_TEMPLATE.test(text)) return parseSimpleTemplate(text);
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
