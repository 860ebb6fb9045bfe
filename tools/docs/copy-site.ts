import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where pages and their pictures are. */
const PAGES = ["README.md", "CONTRIBUTING.md", "docs", "services", "web", "bench"];
/** Packages, and what was built: not pages. */
const SKIPPED = new Set(["node_modules", "dist", ".build", "aws-cdk", ".venv"]);
/** A build fails when a picture is missing. */
const SHOWN = /\.(md|svg|png|jpe?g|gif|webp)$/;

/**
 * Copies the generator's files, all pages and their pictures to a folder, in which each has the path that it has in the
 * project. The generator finds its packages from there, which it could not from where the pages are.
 */
export function copySite(root: string, site: string): void {
  for (const name of [...PAGES, ".vitepress"])
    rmSync(join(site, name), { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  cpSync(join(root, "tools", "docs", "site"), site, {
    recursive: true,
    filter: (path) => !path.endsWith("node_modules"),
  });
  for (const page of PAGES.flatMap((name) => shownIn(root, name))) {
    mkdirSync(dirname(join(site, page)), { recursive: true });
    cpSync(join(root, page), join(site, page));
  }
}

function shownIn(root: string, path: string): readonly string[] {
  if (path.endsWith(".md")) return [path];
  if (!existsSync(join(root, path))) return [];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const within = join(path, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : shownIn(root, within);
    return SHOWN.test(entry.name) ? [within] : [];
  });
}
