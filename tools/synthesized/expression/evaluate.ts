import { callFunction, isLazy, lazyFunction } from "./functions";
import { applyBinary, applyUnary } from "./operators";
import {
  type Expressions,
  hasExpression,
  type Node,
  type ParsedTemplate,
  type Step,
} from "./parse";
import { toText } from "./values";

/** Where names get their values from. */
export interface Scope {
  /** @param path a reference's parts, such as `["var", "image_tag"]` */
  readonly resolve: (path: readonly string[]) => unknown;
}

/** A value of Terraform JSON with its expressions replaced by their values. */
export function evaluate(value: unknown, expressions: Expressions, scope: Scope): unknown {
  if (typeof value === "string") {
    if (!hasExpression(value)) return value;
    const parsed = expressions.get(value);
    if (parsed === undefined) throw new Error(`This expression was not read: ${value}`);
    return evaluateTemplate(parsed, scope);
  }
  if (Array.isArray(value)) return value.map((each) => evaluate(each, expressions, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, evaluate(each, expressions, scope)]),
  );
}

/** One expression alone keeps the type of its value; among text it becomes text. */
export function evaluateTemplate({ parts, source }: ParsedTemplate, scope: Scope): unknown {
  const evaluation = new Evaluation(source, scope);
  return evaluation.joined(parts);
}

class Evaluation {
  private readonly source: string;
  private readonly scope: Scope;

  constructor(source: string, scope: Scope) {
    this.source = source;
    this.scope = scope;
  }

  joined(parts: readonly Node[], isQuoted = false): unknown {
    const values = parts.map((part) =>
      part.type === "literalValue" ? literal(part, isQuoted) : this.value(part),
    );
    return values.length === 1 ? values[0] : values.map(toText).join("");
  }

  private value(node: Node): unknown {
    const { children, meta } = node;
    switch (node.type) {
      case "literalValue":
        return literal(node);
      case "template":
        return children.length === 0
          ? ""
          : this.joined(children, String(meta?.value).startsWith('"'));
      case "templateWrap":
        return this.value(child(node, 0));
      // The parser has no name for parentheses.
      case "":
        return this.value(child(node, 0));
      case "scopeTraversal":
        return this.scope.resolve((meta?.traversal ?? []).map(nameOf));
      case "relativeTraversal":
        return (meta?.traversal ?? []).reduce<unknown>(
          (value, step) => member(value, nameOf(step)),
          this.value(child(node, 0)),
        );
      case "index":
        return member(this.value(child(node, 0)), toText(this.value(child(node, 1))));
      case "function":
        return this.call(node);
      case "conditional":
        return this.value(child(node, this.value(child(node, 0)) === true ? 1 : 2));
      case "binaryOp":
        return applyBinary(
          meta?.operator ?? "",
          () => this.value(child(node, 0)),
          () => this.value(child(node, 1)),
        );
      case "unaryOp":
        return applyUnary(meta?.operator ?? "", this.value(child(node, 0)));
      case "tuple":
        return children.map((each) => this.value(each));
      case "object":
        return this.object(node);
      case "for":
        return this.comprehension(node);
      default:
        throw new Error(
          `An expression holds a "${node.type}", which is not known here: ${this.source.trim()}`,
        );
    }
  }

  private call(node: Node): unknown {
    const name = node.meta?.name ?? "";
    if (isLazy(name)) {
      return lazyFunction(
        name,
        node.children.map((argument) => () => this.value(argument)),
      );
    }
    const values = node.children.map((argument) => this.value(argument));
    if (node.meta?.expandedFinalArgument === true) values.push(...(values.pop() as unknown[]));
    return callFunction(name, values);
  }

  /** Keys and values by turns; a key is a name, or an expression. */
  private object(node: Node): unknown {
    const entries: [string, unknown][] = [];
    for (let at = 0; at + 1 < node.children.length; at += 2) {
      entries.push([this.key(child(node, at)), this.value(child(node, at + 1))]);
    }
    return Object.fromEntries(entries);
  }

  private key(node: Node): string {
    const [expression] = node.children;
    if (expression === undefined) return this.textOf(node);
    return expression.type === "" ? this.key(expression) : toText(this.value(expression));
  }

  private textOf({ range }: Node): string {
    if (range === undefined) throw new Error(`A key has no place in: ${this.source}`);
    return Buffer.from(this.source).subarray(range.start.byte, range.end.byte).toString();
  }

  /** Its parts: the collection, for an object the key, the value, the condition if there is one. */
  private comprehension(node: Node): unknown {
    const { children, meta } = node;
    const isObject = meta?.openRangeValue === "{";
    const condition = meta?.conditionalExpression ? children.at(-1) : undefined;
    const entries = Object.entries(this.value(child(node, 0)) as object)
      .map(([key, value]) => new Evaluation(this.source, this.withNames(meta, key, value)))
      .filter((inner) => condition === undefined || inner.value(condition) === true);
    if (!isObject) return entries.map((inner) => inner.value(child(node, 1)));
    return Object.fromEntries(
      entries.map((inner) => [toText(inner.value(child(node, 1))), inner.value(child(node, 2))]),
    );
  }

  private withNames(meta: Node["meta"], key: string, value: unknown): Scope {
    return {
      resolve: ([name = "", ...rest]) => {
        if (name === meta?.valVar) return rest.reduce(member, value);
        if (name === meta?.keyVar) return key;
        return this.scope.resolve([name, ...rest]);
      },
    };
  }
}

function child(node: Node, at: number): Node {
  const found = node.children[at];
  if (found === undefined) throw new Error(`A "${node.type}" lacks its part ${at}.`);
  return found;
}

/** Text is passed as in the source. */
function literal({ meta }: Node, isQuoted = false): unknown {
  const { type, value } = meta ?? {};
  if (type === "number") return Number(value);
  if (type === "bool") return value === true || value === "true";
  if (type === "dynamic") return null;
  const text = String(value).replaceAll(/([$%])\1\{/g, "$1{");
  return isQuoted ? text.replaceAll(ESCAPE, (_whole, code: string) => unescape(code)) : text;
}

const ESCAPE = /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/g;
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function unescape(code: string): string {
  if (code.length > 1) return String.fromCodePoint(parseInt(code.slice(1), 16));
  return ESCAPED[code] ?? code;
}

function nameOf({ segment }: Step): string {
  return segment.replace(/^"(.*)"$/, "$1");
}

/** A part of a value; of one that only AWS knows, the address of the part. */
export function member(value: unknown, name: string): unknown {
  if (typeof value === "string") return `${value}.${name}`;
  if (typeof value !== "object" || value === null) {
    throw new Error(`${JSON.stringify(value)} has no attribute "${name}".`);
  }
  const found = (value as Record<string, unknown>)[name];
  if (found === undefined)
    throw new Error(`There is no "${name}" in ${JSON.stringify(value).slice(0, 200)}.`);
  return found;
}
