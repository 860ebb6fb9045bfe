// @ts-check
/**
 * Installs a folder's npm packages, when they are missing or not those of its package-lock.json.
 * As a program: `node tools/runner/packages.mjs <folder> ...`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { oneAtATime } from "./one-at-a-time.mjs";

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const folder of process.argv.slice(2)) installPackages(resolve(folder));
}

/** @param {string} folder */
export function installPackages(folder) {
  const wanted = join(folder, "package-lock.json");
  // npm writes this copy of the lock as the last step of an installation: an interrupted one has none.
  const installed = join(folder, "node_modules", ".package-lock.json");
  const stampFile = join(folder, "node_modules", ".checked.json");

  const stamp = () => JSON.stringify([fingerprint(wanted), fingerprint(installed)]);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp()) return;
  if (!matches(folder, wanted, installed)) {
    // Outside node_modules, which npm ci removes. Whoever waited looks again: the other one may have done it all.
    mkdirSync(join(folder, ".build"), { recursive: true });
    oneAtATime(join(folder, ".build", "installing"), `the packages of ${basename(folder)}`, () => {
      if (!matches(folder, wanted, installed)) install(folder);
    });
  }
  writeFileSync(stampFile, stamp());
}

/**
 * Whether every package of the lock is there in the locked version. Times tell nothing here: a git checkout renews the
 * lock's without a change to its content.
 *
 * @param {string} folder
 * @param {string} wanted
 * @param {string} installed
 */
function matches(folder, wanted, installed) {
  if (!existsSync(installed)) return false;
  const present = packagesOf(installed);
  return Object.entries(packagesOf(wanted)).every(([path, { version, integrity, optional }]) => {
    const found = present[path];
    // Optional packages are those of other platforms, for the most part.
    if (path === "" || (found === undefined && optional)) return true;
    return (
      found?.version === version &&
      found?.integrity === integrity &&
      existsSync(join(folder, path, "package.json"))
    );
  });
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

/** @param {string} folder */
function install(folder) {
  console.error(
    `Installing the packages of ${basename(folder)} (npm ci; up to a minute or two) ...`,
  );
  const started = performance.now();
  const onWindows = process.platform === "win32";
  const { status, error } = spawnSync(
    onWindows ? "npm.cmd" : "npm",
    ["ci", "--no-audit", "--no-fund"],
    {
      cwd: folder,
      // The standard output belongs to the program that is about to run.
      stdio: ["ignore", 2, 2],
      shell: onWindows,
    },
  );
  if (status !== 0) {
    console.error(`npm ci failed in ${folder}${error ? `: ${error.message}` : ""}`);
    process.exit(1);
  }
  console.error(`Installed in ${Math.round((performance.now() - started) / 1000)} s.`);
}

/**
 * @param {string} file
 * @returns {[number, number] | null} time of the last change and size
 */
function fingerprint(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? null : [stats.mtimeMs, stats.size];
}
