import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../terminal/user-error";
import type { Tier } from "./tier";

/** What a tier reads. Paths are relative to the project's root. */
export interface Reads {
  /** Folder of its tests. @default - it has no jest tests */
  readonly folder?: string;
  /** Selects the tier's own test files in that folder. @default - all */
  readonly isOwn?: (path: string) => boolean;
  /** Programs that its tests start. @default none */
  readonly programs?: readonly string[];
  /** Folders from which it reads more than it imports. @default none */
  readonly folders?: readonly string[];
  /** Whether to leave out a test that neither imports a changed file nor reads files. @default false */
  readonly perFile?: boolean;
}

/** Files that every tier depends on. */
const EVERYTHING = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "cdktf.json",
  "jest.config.js",
  "jest.property.config.js",
  "tools/run.mjs",
  "tools/runner/",
  "tools/test/",
];

/** The tests that a change can affect. */
export interface Affected {
  readonly tiers: readonly Tier[];
  /** By tier, the test files to run, if these are not all of the tier's. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/**
 * Paths that differ from the branch `main`, or from the last commit on it: committed, uncommitted, new and removed
 * files.
 */
export function changedFiles(root: string): readonly string[] {
  const git = (...args: readonly string[]): string => {
    const { error, status, stdout, stderr } = spawnSync("git", args, {
      cwd: root,
      encoding: "utf8",
    });
    if (error !== undefined || status !== 0)
      throw new UserError(
        `--changed must run in a clone of the project with git, got: ${error?.message ?? stderr.trim()}. ` +
          "Run the tests without it.",
      );
    return stdout;
  };
  const branches = git("branch", "--all", "--format", "%(refname:short)").split("\n");
  const main = ["origin/main", "main"].find((branch) => branches.includes(branch));
  const base = main === undefined ? "HEAD" : git("merge-base", "HEAD", main).trim();
  const lists = [
    git("diff", "--name-only", "--no-renames", base),
    git("ls-files", "--others", "--exclude-standard"),
  ];
  return lists.flatMap((list) => list.split("\n").filter((path) => path !== ""));
}

/**
 * Chooses what to run after a change. When in doubt, a tier runs: a file that every tier depends on affects all of
 * them, and a file other than TypeScript affects every tier that imports anything from its folder.
 */
export async function affectedBy(
  changed: readonly string[],
  tiers: readonly Tier[],
  root: string,
): Promise<Affected> {
  if (changed.length === 0) return { tiers: [], files: new Map() };
  if (changed.some((path) => isIn(path, EVERYTHING))) return { tiers, files: new Map() };
  const files = new Map<string, readonly string[]>();
  const imports = await importsOf(entriesOf(tiers, root), root);
  const affected = tiers.filter(({ name, reads }) => {
    if (reads === undefined) return true;
    const { programs = [], folders = [], perFile = false } = reads;
    const own = testFiles(reads, root);
    if (perFile) {
      const hit = own.filter((test) => mayBeAffected(imports(test), changed));
      if (hit.length < own.length) files.set(name, hit);
      return hit.length > 0;
    }
    const imported = [...own, ...programs].map(imports);
    return changed.some((path) => isIn(path, folders) || touches(imported, path));
  });
  return { tiers: affected, files };
}

/** Test files and programs of all tiers, each once. */
function entriesOf(tiers: readonly Tier[], root: string): readonly string[] {
  const entries = tiers.flatMap(({ reads }) =>
    reads === undefined ? [] : [...testFiles(reads, root), ...(reads.programs ?? [])],
  );
  return [...new Set(entries)];
}

function testFiles({ folder, isOwn = () => true }: Reads, root: string): readonly string[] {
  if (folder === undefined) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".test.ts") && isOwn(path))
    .sort();
}

interface Imports {
  /** The imported files of the project, including the file itself. */
  readonly files: ReadonlySet<string>;
  /** Whether one of them reads files or starts programs, so that its other dependencies are unknown. */
  readonly readsFiles: boolean;
}

function mayBeAffected(imports: Imports, changed: readonly string[]): boolean {
  if (imports.readsFiles) return true;
  return changed.some((path) => touches([imports], path));
}

function touches(imports: readonly Imports[], path: string): boolean {
  if (imports.some(({ files }) => files.has(path))) return true;
  if (path.endsWith(".ts") || path.endsWith(".md")) return false;
  const [folder = ""] = path.split("/");
  return imports.some(({ files }) => [...files].some((file) => file.startsWith(`${folder}/`)));
}

function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || (place.endsWith("/") && path.startsWith(place)));
}

const READERS = /^(node:)?(fs|fs\/promises|child_process|worker_threads)$/;

/** The transitive imports of some modules, found by esbuild in one build of them all. */
async function importsOf(
  entries: readonly string[],
  root: string,
): Promise<(entry: string) => Imports> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...entries],
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    platform: "node",
    // Writes each file once instead of bundling it into each test, which is a tenth of the text.
    format: "esm",
    splitting: true,
    outdir: "out",
    logLevel: "silent",
  });
  return (entry) => {
    const files = new Set<string>();
    let readsFiles = false;
    const follow = (path: string): void => {
      if (files.has(path)) return;
      files.add(path);
      for (const imported of metafile.inputs[path]?.imports ?? []) {
        if (imported.external !== true) follow(imported.path);
        else if (READERS.test(imported.path)) readsFiles = true;
      }
    };
    follow(entry);
    return { files, readsFiles };
  };
}
