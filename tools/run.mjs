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
import { unsupportedNode } from "./runner/node-version.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [entry, ...programArguments] = process.argv.slice(2);
const problem =
  entry === undefined
    ? "usage: node tools/run.mjs <entry.ts> [arguments]"
    : unsupportedNode(process.versions.node);
if (entry === undefined || problem !== undefined) {
  console.error(problem);
  process.exit(1);
}
// The AWS SDK prints nine lines about Node.js 20 before any message of a command.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
// Loaded only now: an older Node.js lacks what these import.
const { tellOutsideFailures } = await import("./runner/outside-failure.mjs");
tellOutsideFailures();
const { installPackages } = await import("./runner/packages.mjs");
const { upToDateBundle } = await import("./runner/bundle.mjs");
const { execute } = await import("./runner/execute.mjs");
await installPackages(root);
execute(upToDateBundle(root, entry), programArguments);
