/** The unit tier. The other tiers that jest runs: jest.property.config.js and __tests__/terraform/jest.config.js. */
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    "property\\.test\\.ts$",
    "<rootDir>/__tests__/terraform/",
  ],
  // cdk.tf.json and assets of a synth must never look like modules of ours.
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.build"],
  setupFiles: ["<rootDir>/__tests__/support/setup.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript" } },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
};
