import { Measurements } from "../../../tools/load-test/generator/measurements";
import { reportPage } from "../../../tools/load-test/report/page";
import { type LoadTestReport, reportOf } from "../../../tools/load-test/report/report";
import { progressLine, summaryText } from "../../../tools/load-test/report/text";
import type { Load } from "../../../tools/load-test/load/load";

const load: Load = { name: "step:2x", seconds: 4, rateAt: (second) => (second < 2 ? 2 : 4) };

function measured(intervalSeconds = 1): Measurements {
  const measurements = new Measurements(intervalSeconds);
  for (const [second, ms, outcome] of [
    [0.1, 10, "served"],
    [0.6, 20, "served"],
    [2.1, 30, "served"],
    [2.2, 5, "server-error"],
    [3.9, 40, "timed-out"],
  ] as const) {
    measurements.arrive(second);
    measurements.end(second, ms, outcome);
  }
  return measurements;
}

function report(
  measurements = measured(),
  url = "https://api.example.com/path?key=secret",
): LoadTestReport {
  return reportOf({
    url: new URL(url),
    load,
    startedAt: new Date("2026-03-01T10:00:00Z"),
    seconds: 4,
    stopped: true,
    receivedBytes: 15,
    measurements,
  });
}

test("counts by outcome and by the second of arrival", () => {
  const found = report();
  expect(found).toMatchObject({
    load: "step:2x",
    offered: 5,
    served: 3,
    servedPerSecond: 0.75,
    outcomes: { "server-error": 1, "timed-out": 1, aborted: 0 },
    latency: { p50: expect.closeTo(20, 0) as unknown, max: expect.closeTo(30, 0) as unknown },
  });
  expect(
    found.intervals.map(({ target, offered, served, failed }) => [target, offered, served, failed]),
  ).toEqual([
    [2, 2, 2, 0],
    [2, 0, 0, 0],
    [4, 2, 1, 1],
    [4, 1, 0, 1],
  ]);
});

test("has requests a second also for intervals of several seconds", () => {
  expect(report(measured(2)).intervals.map(({ second, offered }) => [second, offered])).toEqual([
    [0, 1],
    [2, 1.5],
  ]);
});

test("leaves out the query of the URL, which may hold a key", () => {
  expect(JSON.stringify(report())).not.toContain("secret");
});

test("says in a line how it goes", () => {
  expect(progressLine(load, 3, measured())).toBe(
    "3 s of 4 s; 4 requests/s; 3 served, 2 failed, 0 in flight; p95 30 ms",
  );
});

test("warns when the generator itself was late", () => {
  const late = measured();
  expect(summaryText(report(late))).not.toContain("Warning");
  late.sentLate = 1;
  expect(summaryText(report(late))).toContain(
    "Warning: this machine sent 20.0 % of the requests more than 10 ms late",
  );
  expect(summaryText(report())).toContain("stopped early");
});

test("is one page that loads nothing", () => {
  const page = reportPage(report(measured(), "https://api.example.com/%3Cscript%3E"));
  expect(page).toContain("uPlot");
  expect(page).not.toMatch(/(src|href)="[^#]/);
  expect(page).not.toMatch(/@import|url\(/);
  expect(page).toContain("stopped early");
});
