const { freemem } = require("node:os");
const unit = require("../../jest.config");

/** Terraform with its provider, and an emulator beside it. */
const MEMORY_PER_WORKER = 2 ** 30;

/** The Terraform tier: the real Terraform against an AWS emulator, on what a synth has written. */
/** @type {import("jest").Config} */
module.exports = {
  ...unit,
  rootDir: "../..",
  roots: ["<rootDir>/__tests__/terraform"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/__tests__/terraform/prepare.ts",
  testTimeout: 20 * 60 * 1000,
  // Most of the time is spent in waiting, not on a core.
  maxWorkers: Math.max(1, Math.min(4, Math.floor(freemem() / MEMORY_PER_WORKER))),
};
