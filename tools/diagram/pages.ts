import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackJson } from "../synthesized/stack-json";
import { stackDiagram } from "./stack-diagram";

const DIAGRAM = /(<!-- diagram: (\S+) -->\n)[^]*?(\n<!-- end of diagram -->)/g;

/** Finds a stack by name. Undefined if it is not synthesized. */
type Stacks = (name: string) => StackJson | undefined;

/**
 * Replaces each diagram of a page with the diagram of the stack in its comment. A diagram of an unknown stack stays.
 */
export async function withDiagrams(page: string, stack: Stacks): Promise<string> {
  const names = new Set([...page.matchAll(DIAGRAM)].map(([, , name = ""]) => name));
  const drawn = new Map<string, string>();
  for (const name of names) {
    const json = stack(name);
    const diagram = json && (await stackDiagram(json));
    if (diagram !== undefined) drawn.set(name, diagram);
  }
  return page.replaceAll(DIAGRAM, (block, start: string, name: string, end: string) => {
    const diagram = drawn.get(name);
    return diagram === undefined ? block : `${start}\n${diagram}\n${end}`;
  });
}

/** Paths of the pages with stack diagrams: README.md and those in docs/. */
export function pagesWithDiagrams(root: string): readonly string[] {
  return ["README.md", ...markdownIn(root, "docs")].filter(
    (page) =>
      existsSync(join(root, page)) && readFileSync(join(root, page), "utf8").search(DIAGRAM) >= 0,
  );
}

/** Updates the diagrams of all pages. Returns the paths of the pages that changed. */
export async function drawPages(root: string, stack: Stacks): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const page of pagesWithDiagrams(root)) {
    const before = readFileSync(join(root, page), "utf8");
    const after = await withDiagrams(before, stack);
    if (after === before) continue;
    writeFileSync(join(root, page), after);
    changed.push(page);
  }
  return changed;
}

function markdownIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return markdownIn(root, path);
      return entry.name.endsWith(".md") ? [path] : [];
    });
}
