// @ts-check
/**
 * Lints OpenAPI documents: takes a list of them as JSON on standard input, prints the problems of each. A program of its
 * own, because the linter is an ES module, which jest does not load.
 */
import { text } from "node:stream/consumers";
import { createConfig, lintFromString } from "@redocly/openapi-core";

const config = await createConfig({
  extends: ["recommended-strict"],
  rules: {
    // The API is its users', who have not said under what terms.
    "info-license": "off",
    "info-license-strict": "off",
    // The environments' files have it for a domain of yours.
    "no-server-example.com": "off",
  },
});

/** @type {object[]} */
const documents = JSON.parse(await text(process.stdin));
const problems = [];
for (const document of documents) {
  const found = await lintFromString({ source: JSON.stringify(document), config });
  problems.push(
    found.map(
      ({ ruleId, message, location }) => `${ruleId} at ${location[0]?.pointer}: ${message}`,
    ),
  );
}
console.log(JSON.stringify(problems));
