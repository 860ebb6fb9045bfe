const unit = require("./jest.config");

/** The property tier: tests that feed thousands of generated settings to the validation. */
/** @type {import("jest").Config} */
module.exports = {
  ...unit,
  testMatch: ["**/*property.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
