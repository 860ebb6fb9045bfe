/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // cdk.tf.json and assets of a synth must never look like modules of ours.
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.build"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } }] },
};
