const unit = require("./jest.config");

/** As many as the smallest machine that this is run on has cores: each worker takes the tests of one. */
const SHARES = 2;

/**
 * The property tier: tests that feed thousands of generated settings to the validation. Each share of the runs has a seed
 * of its own (`__tests__/support/property-runs.ts`), so that a file that takes minutes keeps more than one core busy.
 */
/** @type {import("jest").Config} */
module.exports = {
  maxWorkers: unit.maxWorkers,
  testTimeout: unit.testTimeout,
  projects: Array.from({ length: SHARES }, (_, index) => {
    const { maxWorkers, ...project } = unit;
    return {
      ...project,
      displayName: `share ${index + 1} of ${SHARES}`,
      rootDir: __dirname,
      globals: { propertyShare: { index, of: SHARES } },
      testMatch: ["**/*property.test.ts"],
      testPathIgnorePatterns: ["/node_modules/"],
    };
  }),
};
