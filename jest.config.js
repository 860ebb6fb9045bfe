const swc = [
  "@swc/jest",
  {
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
    sourceMaps: "inline",
  },
];

/** The unit tier. The other tiers that jest runs: jest.property.config.js and jest.config.js in __tests__/{terraform,local,setup}. */
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/__tests__/support/node-environment.cjs",
  // jest leaves one core alone unless told; that is half of a small machine.
  maxWorkers: "100%",
  // Keys, prime numbers and whole programs take a busy machine, where other tiers run beside, longer than jest's 5 s.
  testTimeout: 5 * 60 * 1000,
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    "property\\.test\\.ts$",
    "<rootDir>/__tests__/terraform/",
    "<rootDir>/__tests__/local/",
    "<rootDir>/__tests__/setup/",
  ],
  // cdk.tf.json and assets of a synth must never look like modules of ours.
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.build"],
  setupFiles: ["<rootDir>/__tests__/support/setup.ts"],
  // These come as ES modules only, which jest can't require before Node.js 24.9.
  transform: { "^.+\\.ts$": swc, "/node_modules/(jose|@secretlint)/.+\\.js$": swc },
  transformIgnorePatterns: ["/node_modules/(?!jose/|@secretlint/)"],
};
