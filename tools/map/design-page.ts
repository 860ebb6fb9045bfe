import { importDiagram } from "./diagram";
import { readImports } from "./imports";

const FOLDERS = ["main.ts", "environments", "settings", "stacks", "modules", "aws", "tools"];

/** The diagrams of docs/design.md by their names. Their place on the page is between two comments. */
const DIAGRAMS: Readonly<Record<string, (path: string) => string | undefined>> = {
  folders: (path) => path.split("/")[0],
  modules: folderWithin("modules"),
};

/** Returns the page with its diagrams updated from the project's imports. */
export function withDiagrams(page: string, root: string): string {
  const imports = readImports(root, FOLDERS);
  return Object.entries(DIAGRAMS).reduce((text, [name, groupOf]) => {
    const [start, end] = [`<!-- imports: ${name} -->`, `<!-- end of ${name} -->`];
    const [before, rest = ""] = text.split(start);
    const after = rest.split(end)[1];
    if (before === undefined || after === undefined) {
      throw new Error(`docs/design.md has no ${start} ... ${end}`);
    }
    return `${before}${start}\n\n${importDiagram(imports, groupOf)}\n\n${end}${after}`;
  }, page);
}

/** Files directly in the folder belong to no group. */
function folderWithin(top: string): (path: string) => string | undefined {
  return (path) => {
    const [first, second, third] = path.split("/");
    return first === top && third !== undefined ? second : undefined;
  };
}
