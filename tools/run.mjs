// @ts-check
/**
 * Runs a TypeScript program of this project: `node tools/run.mjs <entry.ts> [arguments]`.
 *
 * Plain JavaScript on purpose: it is what works on a fresh clone, before anything is installed. It installs the
 * project's packages when they are missing or not those of package-lock.json, bundles the program when one of its
 * sources has changed, and runs the bundle in this process.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { upToDateBundle } from "./runner/bundle.mjs";
import { execute } from "./runner/execute.mjs";
import { installPackages } from "./runner/packages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [entry, ...programArguments] = process.argv.slice(2);
if (entry === undefined) {
  console.error("usage: node tools/run.mjs <entry.ts> [arguments]");
  process.exit(1);
}
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`This project needs Node.js 20.19 or newer, this is ${process.version}.`);
  process.exit(1);
}
installPackages(root);
execute(upToDateBundle(root, entry), programArguments);
