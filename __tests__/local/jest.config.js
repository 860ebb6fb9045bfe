const unit = require("../../jest.config");

/** The local tier: whole systems on this machine, under the load of a program that is not ours. */
/** @type {import("jest").Config} */
module.exports = {
  ...unit,
  rootDir: "../..",
  roots: ["<rootDir>/__tests__/local"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/__tests__/local/prepare.ts",
  testTimeout: 5 * 60 * 1000,
  // Load generator, balancer and tasks share the cores already.
  maxWorkers: 1,
};
