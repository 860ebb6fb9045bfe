import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runNode } from "../terminal/node-program";
import { withProgress } from "../terminal/progress";

/** What the built page is made of, within its folder. */
const SOURCES = ["index.html", "package-lock.json", "public", "src", "vite.config.ts"];
const STAMP = join(".build", "built-from");

export type PageBuild =
  | { readonly kind: "up-to-date" }
  | { readonly kind: "built"; readonly seconds: number }
  | { readonly kind: "failed"; readonly output: string };

/** Builds a page into its `dist`, unless that was made of the very same sources. */
export async function buildPage(folder: string): Promise<PageBuild> {
  const sources = fingerprint(folder);
  const stampFile = join(folder, STAMP);
  if (existsSync(join(folder, "dist", "index.html")) && existsSync(stampFile)) {
    if (readFileSync(stampFile, "utf8") === sources) return { kind: "up-to-date" };
  }
  const installed = await runNode([join("tools", "runner", "packages.mjs"), folder]);
  if (installed.exitCode !== 0) {
    return { kind: "failed", output: `The packages of ${folder} cannot be installed.` };
  }
  const { exitCode, output, seconds } = await withProgress(`Building ${folder}`, () =>
    runNode([join("node_modules", "vite", "bin", "vite.js"), "build"], {
      cwd: folder,
      output: "gathered",
    }),
  );
  if (exitCode !== 0) return { kind: "failed", output };
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, sources);
  return { kind: "built", seconds };
}

/** Of paths and contents: times tell nothing after a git checkout. */
function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesOf(folder, source))) {
    hash.update(file).update("\0");
    hash.update(
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

/** @returns the path itself, or those of the files below it; relative to the folder */
function filesOf(folder: string, path: string): string[] {
  const stats = statSync(join(folder, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(join(folder, path))
    .sort()
    .flatMap((name) => filesOf(folder, join(path, name)));
}
