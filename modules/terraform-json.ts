import type { IResolveContext } from "cdktf";
import { Lazy, Token } from "cdktf";

/** A string token as CDKTF writes it into a string. */
const TOKEN = /(\$\{TfToken\[[a-zA-Z0-9:._-]+\]\})/;

/**
 * A value as JSON that Terraform writes once its tokens are known: `${jsonencode([{"name":"web", …}])}`.
 *
 * Terraform encodes the JSON, so a value known only to Terraform can contain quotes and newlines, and can be a list or
 * a number. The argument of `jsonencode` is itself JSON, which is valid HCL, so a reader of the synthesized stack can
 * call `JSON.parse` on the text between the parentheses.
 *
 * Neither of CDKTF 0.21's ways works: `JSON.stringify` throws on list tokens and leaves a literal `${` active, and
 * `Fn.jsonencode` leaves quotes and backslashes in literals unescaped.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function terraformJson(value: object): string {
  return Lazy.stringValue({
    produce: (context) => `\${jsonencode(${expression(value, context)})}`,
  });
}

/** A value as an HCL expression that is also JSON. Undefined members are omitted, and keys are sorted. */
function expression(value: unknown, context: IResolveContext): string {
  if (typeof value === "string") return quoted(value, context);
  if (Token.isUnresolved(value)) return `"${template(context.resolve(value))}"`;
  if (Array.isArray(value)) {
    return `[${value.map((item) => expression(item, context)).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${quoted(key, context)}:${expression(member, context)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** A string with escaped literal parts and active tokens. A string with a single token keeps the token's type. */
function quoted(text: string, context: IResolveContext): string {
  const parts = text.split(TOKEN).map((part) =>
    Token.isUnresolved(part)
      ? template(context.resolve(part))
      : // Number tokens within a string look like numbers, so that only CDKTF can find them.
        String(context.resolve(escaped(part))),
  );
  return `"${parts.join("")}"`;
}

/** A resolved token within quotes: a reference stays unchanged, and a literal is escaped. */
function template(resolved: unknown): string {
  const text = typeof resolved === "string" ? resolved : JSON.stringify(resolved);
  return text.startsWith("${") ? text : escaped(text);
}

/** A literal between quotes, with escapes that JSON and HCL share. */
function escaped(literal: string): string {
  return (
    JSON.stringify(literal)
      .slice(1, -1)
      // HCL lacks two of JSON's short escapes. Escapes are read one by one, because an escaped backslash before a "b"
      // is not an escape.
      .replace(/\\(.)/g, (pair, letter) =>
        letter === "b" ? "\\u0008" : letter === "f" ? "\\u000c" : pair,
      )
      // The start of a template. HCL's own `$${` is invalid in JSON, and ambiguous after another `$`.
      .replaceAll("${", "\\u0024{")
      .replaceAll("%{", "\\u0025{")
  );
}
