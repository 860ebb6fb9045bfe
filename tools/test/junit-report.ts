import type { TierResult } from "./tier";

const TESTCASE = /<testcase\b((?:\s+[\w-]+="[^"]*")*)\s*(?:\/>|>([\s\S]*?)<\/testcase>)/g;

/** Reads a JUnit report from Node's test runner (https://nodejs.org/api/test.html#test-reporters). */
export function readJunitReport(report: string): TierResult {
  const tests = [...report.matchAll(TESTCASE)].map(([, attributes = "", body = ""]) => ({
    name: attribute(attributes, "name") ?? "a test without a name",
    hasFailed: /<(failure|error)\b/.test(body),
    skipped: /<skipped\b([^>]*)/.exec(body)?.[1],
  }));
  return {
    passed: tests.filter(({ hasFailed, skipped }) => !hasFailed && skipped === undefined).length,
    failed: tests.filter(({ hasFailed }) => hasFailed).map(({ name }) => name),
    skipped: tests.flatMap(({ name, hasFailed, skipped }) =>
      skipped === undefined || hasFailed
        ? []
        : [{ name, reason: attribute(skipped, "message") ?? "marked as skipped" }],
    ),
  };
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
  return value
    ?.replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
