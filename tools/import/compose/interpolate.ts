import { UserError } from "../../terminal/user-error";

export type Variables = Readonly<Record<string, string | undefined>>;

/** Side results of an interpolation. */
export interface Interpolation {
  /** Variables without a value, which became empty. */
  readonly unset: Set<string>;
  /** `file:line:column` of a path in the file. */
  readonly placeOf: (path: readonly (string | number)[]) => string;
}

/**
 * Replaces variables in all strings of a value, as Compose does after it has parsed a file.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 * @throws UserError for a required variable without a value, and for invalid syntax
 */
export function interpolate(
  value: unknown,
  variables: Variables,
  found: Interpolation,
  path: readonly (string | number)[] = [],
): unknown {
  if (typeof value === "string") {
    return interpolateText(value, variables, found.unset, (message) => {
      throw new UserError(`${found.placeOf(path)}: ${message}`);
    });
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((item, index) => interpolate(item, variables, found, [...path, index]));
  return Object.fromEntries(
    Object.entries(value).map(([name, its]) => [
      name,
      interpolate(its, variables, found, [...path, name]),
    ]),
  );
}

const NAME = /^[A-Za-z_]\w*/;

function interpolateText(
  text: string,
  variables: Variables,
  unset: Set<string>,
  refuse: (message: string) => never,
): string {
  let result = "";
  let rest = text;
  for (;;) {
    const at = rest.indexOf("$");
    if (at < 0) return result + rest;
    result += rest.slice(0, at);
    rest = rest.slice(at + 1);
    if (rest.startsWith("$")) {
      result += "$";
      rest = rest.slice(1);
    } else if (rest.startsWith("{")) {
      const end = closing(rest);
      if (end < 0)
        refuse(
          `"\${" must end with "}", got "$${rest.slice(0, 20)}". Write "$$" for a dollar sign.`,
        );
      result += braced(rest.slice(1, end));
      rest = rest.slice(end + 1);
    } else {
      const name = NAME.exec(rest)?.[0];
      if (name === undefined) result += "$";
      else result += valueOf(name);
      rest = rest.slice(name?.length ?? 0);
    }
  }

  function valueOf(name: string): string {
    const value = variables[name];
    if (value === undefined) unset.add(name);
    return value ?? "";
  }

  function braced(expression: string): string {
    const name = NAME.exec(expression)?.[0];
    if (name === undefined) refuse(`"\${${expression}}" must begin with a variable's name.`);
    const [, operator = "", word = ""] =
      /^(:?[-?+])?([^]*)$/.exec(expression.slice(name.length)) ?? [];
    if (operator === "" && word !== "")
      refuse(`"\${${expression}}" must have :-, -, :?, ?, :+ or + after the variable's name.`);
    const value = variables[name];
    const isSet = value !== undefined && !(operator.startsWith(":") && value === "");
    const inner = (): string => interpolateText(word, variables, unset, refuse);
    if (operator.endsWith("-")) return isSet ? value : inner();
    if (operator.endsWith("+")) return isSet ? inner() : "";
    if (operator.endsWith("?")) {
      if (isSet) return value;
      const why = inner();
      return refuse(
        `the variable ${name} must have a value${why === "" ? "" : ` (${why})`}. Set it in the shell or in the .env file in the same folder.`,
      );
    }
    return valueOf(name);
  }
}

/** Index of the brace that closes the first one, or -1. */
function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{" && (at === 0 || text[at - 1] === "$")) depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}
