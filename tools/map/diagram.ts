import type { Import } from "./imports";

/**
 * A Mermaid flowchart of who imports whom among groups of files, in the order of the alphabet.
 *
 * @param groupOf the group that a path belongs to; nothing leaves it out
 */
export function importDiagram(
  imports: readonly Import[],
  groupOf: (path: string) => string | undefined,
): string {
  // A group that imports one value is not one that imports types only.
  const edges = new Map<string, { from: string; to: string; isOfTypes: boolean }>();
  for (const { from, to, isOfTypes } of imports) {
    const [one, other] = [groupOf(from), groupOf(to)];
    if (one === undefined || other === undefined || one === other) continue;
    const key = `${one} ${other}`;
    const known = edges.get(key);
    edges.set(key, { from: one, to: other, isOfTypes: isOfTypes && (known?.isOfTypes ?? true) });
  }
  const lines = [...edges.keys()].sort().map((key) => {
    const edge = edges.get(key);
    if (edge === undefined) throw new Error(`no edge ${key}`);
    return `  ${node(edge.from)} ${edge.isOfTypes ? "-.->" : "-->"} ${node(edge.to)}`;
  });
  return ["```mermaid", "flowchart LR", ...lines, "```"].join("\n");
}

/** Some names are words of Mermaid's own, such as `end`. */
function node(name: string): string {
  return `${name.replaceAll(/\W/g, "_")}_[${name}]`;
}
