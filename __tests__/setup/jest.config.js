const unit = require("../../jest.config");

/** The setup tier: what a person does with a fresh copy of the project, on each supported Node.js and by the docs. */
/** @type {import("jest").Config} */
module.exports = {
  ...unit,
  rootDir: "../..",
  roots: ["<rootDir>/__tests__/setup"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 30 * 60 * 1000,
};
