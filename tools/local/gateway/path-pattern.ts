/** A segment of an API path: text, `{variable}`, or at the end `{variable+}`, which matches the rest of the path. */
export type Segment =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "greedy"; readonly name: string };

/** Decoded values of a pattern's variables. */
export type PathVariables = Readonly<Record<string, string>>;

const RANK = { text: 0, variable: 1, greedy: 2 } as const;

export function parsePattern(path: string): readonly Segment[] {
  return segmentsOf(path).map((part): Segment => {
    const variable = /^\{(?<name>[^{}+]+)(?<greedy>\+?)\}$/.exec(part)?.groups;
    if (variable === undefined) return { kind: "text", text: part };
    const name = variable["name"] ?? "";
    return variable["greedy"] === "+" ? { kind: "greedy", name } : { kind: "variable", name };
  });
}

/** The segments between slashes. A trailing slash creates an empty last segment. */
export function segmentsOf(path: string): readonly string[] {
  const parts = path.replace(/^\//, "").split("/");
  return parts.length === 1 && parts[0] === "" ? [] : parts;
}

/** @returns the variables' values, or undefined if the path does not match */
export function matchPattern(
  pattern: readonly Segment[],
  parts: readonly string[],
): PathVariables | undefined {
  const variables: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const part = parts[index];
    if (part === undefined || (part === "" && segment.kind !== "text")) return undefined;
    if (segment.kind === "greedy") {
      variables[segment.name] = parts.slice(index).map(decoded).join("/");
      return variables;
    }
    if (segment.kind === "variable") variables[segment.name] = decoded(part);
    else if (segment.text !== decoded(part)) return undefined;
  }
  return pattern.length === parts.length ? variables : undefined;
}

/** Orders matching patterns from left to right: text before variables, and variables before greedy ones. */
export function bySpecificity(one: readonly Segment[], other: readonly Segment[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = rankAt(one, index) - rankAt(other, index);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rankAt(pattern: readonly Segment[], index: number): number {
  const segment = pattern[index];
  return segment === undefined ? RANK.greedy : RANK[segment.kind];
}

/** Percent-decodes a text. An invalid encoding is kept. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
