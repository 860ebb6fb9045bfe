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
    run: runLint,
  },
  {
    name: "unit",
    about: "settings, modules and stacks, on the Terraform JSON",
    run: () => runJest("unit", "jest.config.js"),
  },
  {
    name: "property",
    about: "thousands of mutated settings",
    run: () => runJest("property", "jest.property.config.js"),
  },
  {
    name: "setup",
    about: "a fresh copy on each supported Node.js, and what the docs tell its user to do",
    run: () => runJest("setup", join("__tests__", "setup", "jest.config.js")),
  },
  {
    name: "terraform",
    about: "the real Terraform, against an AWS emulator",
    missingTools,
    run: () => runJest("terraform", join("__tests__", "terraform", "jest.config.js")),
  },
  {
    name: "local",
    about: "whole systems on this machine, rolled out under load",
    run: () => runJest("local", join("__tests__", "local", "jest.config.js")),
  },
  {
    name: "service",
    about: "the running programs, and the page in a browser",
    run: runServices,
  },
];

/** Counts as one test. */
async function runLint(): Promise<TierResult> {
  const { exitCode } = await runNode([join("tools", "run.mjs"), join("tools", "lint", "main.ts")]);
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? [] : ["lint"], skipped: [] };
}
