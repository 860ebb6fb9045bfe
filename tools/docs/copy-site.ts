import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where pages are, besides the READMEs of the folders next to them. */
const PAGES = ["README.md", "CONTRIBUTING.md", "docs", "services", "web", "bench"];
/** Packages, and what was built: not pages. */
const SKIPPED = new Set(["node_modules", "dist", ".build", "aws-cdk", ".venv"]);

/**
 * Copies the generator's files and all pages to a folder, in which a page has the path that it has in the project. The
 * generator finds its packages from there: it could not from where the pages are.
 */
export function copySite(root: string, site: string): void {
  for (const name of [...PAGES, ".vitepress"])
    rmSync(join(site, name), { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  cpSync(join(root, "tools", "docs", "site"), site, {
    recursive: true,
    filter: (path) => !path.endsWith("node_modules"),
  });
  for (const page of PAGES.flatMap((name) => pagesIn(root, name))) {
    mkdirSync(dirname(join(site, page)), { recursive: true });
    cpSync(join(root, page), join(site, page));
  }
}

function pagesIn(root: string, path: string): readonly string[] {
  if (path.endsWith(".md")) return [path];
  if (!existsSync(join(root, path))) return [];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const within = join(path, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : pagesIn(root, within);
    return entry.name.endsWith(".md") ? [within] : [];
  });
}
