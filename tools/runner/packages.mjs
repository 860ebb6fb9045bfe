// @ts-check
/**
 * Installs a folder's npm packages if they are missing, do not match its package-lock.json, or come from another
 * machine. As a program: `node tools/runner/packages.mjs <folder> ...`, with --update before a folder whose lock must
 * be updated from its package.json.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { npmInstall } from "./npm.mjs";
import { oneAtATime } from "./one-at-a-time.mjs";
import { tellOutsideFailures } from "./outside-failure.mjs";

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string[]} [os] supported platforms; `!name` excludes one
 * @property {string[]} [cpu]
 * @property {string[]} [libc] glibc or musl
 */

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  tellOutsideFailures();
  const [first, ...others] = process.argv.slice(2);
  if (first === "--update") await updatePackages(resolve(others[0] ?? "."));
  else for (const folder of process.argv.slice(2)) await installPackages(resolve(folder));
}

/** @param {string} folder */
async function updatePackages(folder) {
  const problem = await npmInstall(folder, `the packages of ${basename(folder)}`, "install");
  if (problem === undefined) return;
  console.error(problem);
  process.exit(1);
}

/** @param {string} folder */
export async function installPackages(folder) {
  const wanted = join(folder, "package-lock.json");
  // npm writes this copy of the lock as the last step of an installation. An interrupted installation has none.
  const installed = join(folder, "node_modules", ".package-lock.json");
  const stampFile = join(folder, "node_modules", ".checked.json");

  const stamp = () =>
    JSON.stringify([
      fingerprint(wanted),
      fingerprint(installed),
      `${process.platform}-${process.arch}`,
    ]);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp()) return;
  if (!matches(folder, wanted, installed)) {
    // The lock is outside node_modules, because npm ci removes that. A process that waited checks again, because the
    // other one may have installed everything.
    mkdirSync(join(folder, ".build"), { recursive: true });
    const what = `the packages of ${basename(folder)}`;
    await oneAtATime(join(folder, ".build", "installing"), what, async () => {
      if (matches(folder, wanted, installed)) return;
      const problem = await npmInstall(folder, what);
      if (problem === undefined) return;
      console.error(problem);
      process.exit(1);
    });
  }
  writeFileSync(stampFile, stamp());
}

/**
 * Whether every package that this machine needs is installed in the locked version. Modification times do not tell,
 * because a git checkout changes the lock's time without changing its content.
 *
 * @param {string} folder
 * @param {string} wanted
 * @param {string} installed
 */
function matches(folder, wanted, installed) {
  if (!existsSync(installed)) return false;
  const present = packagesOf(installed);
  return Object.entries(packagesOf(wanted)).every(([path, locked]) => {
    const found = present[path];
    // Optional packages contain binaries for one platform each. Packages from another machine, for example in a
    // container's volume, lack those for this machine.
    if (path === "" || (found === undefined && locked.optional && !isForThisMachine(locked))) {
      return true;
    }
    return (
      found?.version === locked.version &&
      found?.integrity === locked.integrity &&
      existsSync(join(folder, path, "package.json"))
    );
  });
}

/** @param {LockedPackage} locked */
function isForThisMachine({ os, cpu, libc }) {
  // A package without a platform is optional for another reason.
  if (os === undefined && cpu === undefined) return false;
  return (
    admits(os, process.platform) && admits(cpu, process.arch) && (!libc || admits(libc, ownLibc()))
  );
}

/**
 * @param {string[] | undefined} names
 * @param {string} own
 */
function admits(names, own) {
  if (names === undefined || names.includes("any")) return true;
  if (names.includes(`!${own}`)) return false;
  return names.includes(own) || names.every((name) => name.startsWith("!"));
}

function ownLibc() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  );
  return header.glibcVersionRuntime === undefined ? "musl" : "glibc";
}

/**
 * @param {string} lockFile
 * @returns {Record<string, LockedPackage>}
 */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

/**
 * @param {string} file
 * @returns {[number, number] | null} modification time and size
 */
function fingerprint(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? null : [stats.mtimeMs, stats.size];
}
