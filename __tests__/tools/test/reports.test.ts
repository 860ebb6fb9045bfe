import { readReport } from "../../../tools/test/jest-tier";
import { readJunitReport } from "../../../tools/test/junit-report";

describe("jest's report", () => {
  const file = (message: string, ...tests: [name: string, status: string][]) => ({
    name: `${process.cwd()}/__tests__/a.test.ts`,
    message,
    assertionResults: tests.map(([fullName, status]) => ({ fullName, status })),
  });

  it("gives the counts, and the names of what failed or was skipped", () => {
    const report = {
      testResults: [
        file("one failed", ["a", "passed"], ["b", "failed"], ["c", "pending"], ["d", "todo"]),
        file("", ["e", "passed"]),
      ],
    };
    expect(readReport(JSON.stringify(report))).toEqual({
      passed: 2,
      failed: ["b"],
      skipped: [
        { name: "c", reason: "marked as pending" },
        { name: "d", reason: "marked as todo" },
      ],
    });
  });

  it("counts a file that does not even load as failed", () => {
    const report = { testResults: [file("SyntaxError")] };
    expect(readReport(JSON.stringify(report)).failed).toEqual(["__tests__/a.test.ts does not run"]);
  });
});

describe("the report of Node's test runner", () => {
  it("gives the counts, and the names of what failed or was skipped", () => {
    const report = `<?xml version="1.0" encoding="utf-8"?>
<testsuites>
  <testsuite name="answers" time="0.1" disabled="0" errors="0" tests="2" failures="1" skipped="0">
    <testcase name="GET / -> 200" time="0.01" classname="test"/>
    <testcase name="says &quot;no&quot;" time="0.01" classname="test" failure="expected 1">
      <failure type="testCodeFailure" message="expected 1">stack</failure>
    </testcase>
  </testsuite>
  <testcase name="stops" time="0.01" classname="test">
    <skipped type="skipped" message="needs a container runtime"/>
  </testcase>
  <testcase name="last" time="0.01" classname="test"/>
</testsuites>`;
    expect(readJunitReport(report)).toEqual({
      passed: 2,
      failed: ['says "no"'],
      skipped: [{ name: "stops", reason: "needs a container runtime" }],
    });
  });
});
