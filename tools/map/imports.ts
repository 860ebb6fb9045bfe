import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";

export interface Import {
  /** Path of the importing file from the project's folder, with slashes. */
  readonly from: string;
  readonly to: string;
  /** Whether only types are imported: nothing of it is there when the program runs. */
  readonly isOfTypes: boolean;
}

/** An import or re-export of a file of the project; dynamic imports, too. */
const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"(\.{1,2}\/[^"]+)"|\bimport\(\s*"(\.{1,2}\/[^"]+)"\s*\)/gm;

/** Reads who imports whom in some folders and files of a project. */
export function readImports(root: string, paths: readonly string[]): readonly Import[] {
  return paths
    .flatMap((path) => sourcesIn(join(root, path)))
    .flatMap((file) => importsOf(root, file));
}

function sourcesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return path.endsWith(".ts") ? [path] : [];
  return readdirSync(path)
    .filter((name) => name !== "node_modules")
    .sort()
    .flatMap((name) => sourcesIn(join(path, name)));
}

function importsOf(root: string, file: string): Import[] {
  const from = relative(root, file).split(sep).join("/");
  return [...readFileSync(file, "utf8").matchAll(IMPORT)].map(([, type, ofStatic, ofDynamic]) => ({
    from,
    to: posix.join(dirname(from), ofStatic ?? ofDynamic ?? ""),
    isOfTypes: type !== undefined,
  }));
}
