import { join } from "node:path";
import { missingTools } from "../rehearse/requirements";
import { runNode } from "../terminal/node-program";
import { runJest } from "./jest-tier";
import { runServices } from "./service-tier";
import type { Tier, TierResult } from "./tier";

export const TIERS: readonly Tier[] = [
  {
    name: "lint",
    about: "types, rules, formatting",
    takes: "about 1 min",
    run: runLint,
  },
  {
    name: "unit",
    about: "settings, modules and stacks, on the Terraform JSON",
    takes: "about 1 min",
    run: () => runJest("unit", "jest.config.js"),
  },
  {
    name: "property",
    about: "thousands of mutated settings",
    takes: "about 4 min",
    run: () => runJest("property", "jest.property.config.js"),
  },
  {
    name: "setup",
    about: "a fresh copy on each supported Node.js, and what the docs tell its user to do",
    takes: "about 4 min",
    run: () => runJest("setup", join("__tests__", "setup", "jest.config.js")),
  },
  {
    name: "terraform",
    about: "the real Terraform, against an AWS emulator",
    takes: "about 15 min",
    missingTools,
    run: () => runJest("terraform", join("__tests__", "terraform", "jest.config.js")),
  },
  {
    name: "local",
    about: "whole systems on this machine, rolled out under load",
    takes: "about 4 min",
    run: () => runJest("local", join("__tests__", "local", "jest.config.js")),
  },
  {
    name: "service",
    about: "the running programs, and the page in a browser",
    takes: "about 6 min",
    run: runServices,
  },
];

/** Counts as one test. */
async function runLint(): Promise<TierResult> {
  const { exitCode } = await runNode([join("tools", "run.mjs"), join("tools", "lint", "main.ts")]);
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? [] : ["lint"], skipped: [] };
}
