import { join } from "node:path";
import { missingTools } from "../rehearse/requirements";
import { runNode } from "../terminal/node-program";
import { runJest } from "./jest-tier";
import { runServices } from "./service-tier";
import type { RunOptions, Tier, TierResult } from "./tier";

/** Folders of tests with separate tiers. */
const OTHER_TESTS = /^__tests__\/(terraform|local|setup)\/|property\.test\.ts$/;

/** The files that stacks use from services: image contexts, whose content decides what is built. */
const CONTEXTS = ["services/", "web/"];

const EMULATOR = ["tools/rehearse/emulator/", "__tests__/tools/rehearse/emulator/"];

/** In the order in which they run. */
export const TIERS: readonly Tier[] = [
  {
    name: "lint",
    about: "types, rules, formatting",
    takes: "about 2 min",
    run: runLint,
  },
  {
    name: "unit",
    about: "settings, modules and stacks, on the Terraform JSON",
    takes: "about 4 min",
    reads: {
      folder: "__tests__",
      isOwn: (path) => !OTHER_TESTS.test(path),
      perFile: true,
    },
    run: (options) => runJest("unit", "jest.config.js", options),
  },
  {
    name: "property",
    about: "thousands of mutated settings",
    takes: "about 6 min",
    reads: { folder: "__tests__", isOwn: (path) => path.endsWith("property.test.ts") },
    run: (options) => runJest("property", "jest.property.config.js", options),
  },
  {
    name: "setup",
    about: "a fresh copy on each supported Node.js, and the steps in the docs",
    takes: "about 7 min",
    run: (options) => runJest("setup", join("__tests__", "setup", "jest.config.js"), options),
  },
  {
    name: "terraform",
    about: "the real Terraform, against an AWS emulator",
    takes: "about 13 min",
    missingTools,
    waits: true,
    reads: {
      folder: "__tests__/terraform",
      programs: ["main.ts", "tools/bootstrap/main.ts", "tools/rehearse/main.ts"],
      folders: [...CONTEXTS, ...EMULATOR],
    },
    run: (options) =>
      runJest("terraform", join("__tests__", "terraform", "jest.config.js"), options),
  },
  {
    name: "service",
    about: "the running programs, and the page in a browser",
    takes: "about 4 min",
    reads: { folders: CONTEXTS },
    run: runServices,
  },
  {
    name: "local",
    about: "whole systems on this machine, rolled out under load",
    takes: "about 3 min",
    needsQuiet: true,
    reads: {
      folder: "__tests__/local",
      programs: ["main.ts", "tools/local/main.ts"],
      folders: [...CONTEXTS, ...EMULATOR],
    },
    run: (options) => runJest("local", join("__tests__", "local", "jest.config.js"), options),
  },
];

/** Counts as one test. */
async function runLint({ output }: RunOptions): Promise<TierResult> {
  const program = [join("tools", "run.mjs"), join("tools", "lint", "main.ts")];
  const { exitCode, output: gathered } = await runNode(program, { output });
  if (output === "gathered") console.log(gathered);
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? [] : ["lint"], skipped: [] };
}
