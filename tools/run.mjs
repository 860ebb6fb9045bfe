// @ts-check
/**
 * Runs a TypeScript program of this project: `node tools/run.mjs <entry.ts> [arguments]`.
 *
 * Plain JavaScript on purpose: it is what works on a fresh clone, before anything is installed. It installs the
 * project's packages when they are missing, bundles the entry once (a bundle starts 2.5 times as fast as transpiling
 * at each run) and runs the bundle in this process. A bundle is made anew when one of its inputs has changed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(join(root, "package.json"));

const [entry, ...programArguments] = process.argv.slice(2);
if (entry === undefined) {
  console.error("usage: node tools/run.mjs <entry.ts> [arguments]");
  process.exit(1);
}
installPackages();
const bundle = upToDateBundle(entry);
process.argv = [process.argv[0] ?? "node", bundle, ...programArguments];
require(bundle);

/** Installs what package-lock.json names, when it was not installed yet or has changed since. */
function installPackages() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && mtime(installed) >= mtime(join(root, "package-lock.json"))) return;
  console.error("Installing the project's packages (npm ci; about a minute) ...");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * @param {string} entryFile path from the project's root
 * @returns {string} path of its bundle
 */
function upToDateBundle(entryFile) {
  const name = entryFile.replace(/\.ts$/, "").replaceAll(/[\\/]/g, "-");
  const bundleFile = join(root, ".build", `${name}.cjs`);
  const inputsFile = join(root, ".build", `${name}.inputs.json`);
  if (existsSync(bundleFile) && existsSync(inputsFile)) {
    const built = mtime(bundleFile);
    /** @type {string[]} */
    const inputs = JSON.parse(readFileSync(inputsFile, "utf8"));
    if (inputs.every((file) => mtime(join(root, file)) <= built)) return bundleFile;
  }
  mkdirSync(dirname(bundleFile), { recursive: true });
  const { metafile } = require("esbuild").buildSync({
    absWorkingDir: root,
    entryPoints: [entryFile],
    outfile: bundleFile,
    bundle: true,
    platform: "node",
    target: "node20",
    metafile: true,
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "warning",
    // Programs with native or generated parts run from node_modules.
    external: ["cdktf-cli", "esbuild", "prettier", "eslint", "typescript", "jest"],
  });
  writeFileSync(inputsFile, JSON.stringify([...Object.keys(metafile.inputs), "tools/run.mjs", "package-lock.json"]));
  return bundleFile;
}

/**
 * @param {string} file
 * @returns {number} time of the last change in ms, or Infinity when the file is gone
 */
function mtime(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
}
