import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arrivalsOf, seededRandom } from "../../../tools/load-test/generator/arrivals";
import { Measurements } from "../../../tools/load-test/generator/measurements";
import { mergeReports, type PartReport } from "../../../tools/load-test/parts/merge";
import { loadOfPart, partOf, shareOf, startIn } from "../../../tools/load-test/parts/part";
import { type LoadTestReport, reportOf } from "../../../tools/load-test/report/report";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parts-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const load = { name: "step:2x", seconds: 3, rateAt: (second: number) => (second < 1 ? 40 : 80) };

test("all parts together send each request of the load once", () => {
  const all = () => arrivalsOf(load, "poisson", seededRandom(5));
  const parts = [1, 2, 3].map((number) => [...shareOf(all(), { number, of: 3 })]);
  expect(parts.flat().sort((one, other) => one - other)).toEqual([...all()]);
  const sizes = parts.map(({ length }) => length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

/** Requests of one part: so many, each of so many milliseconds. */
function part(number: number, milliseconds: number, more: Partial<PartReport> = {}): string {
  const measurements = new Measurements();
  for (let index = 0; index < 10; index += 1) {
    measurements.arrive(index / 5);
    measurements.end(index / 5, milliseconds, index === 9 ? "timed-out" : "served");
  }
  measurements.sentLate = 1;
  const report: PartReport = {
    ...reportOf({
      url: new URL("https://api.example.com/"),
      load: loadOfPart(load, { number, of: 2 }),
      startedAt: new Date(1000 + 100 * number),
      seconds: 3 + number / 10,
      stopped: false,
      receivedBytes: 7,
      measurements,
    }),
    part: { number, of: 2 },
    measurements: measurements.export(),
    ...more,
  };
  const place = join(folder, `${number}-${Object.keys(more).join("")}`);
  mkdirSync(place);
  writeFileSync(join(place, "report.json"), JSON.stringify(report));
  return place;
}

test("the merged report covers all requests, including percentiles", () => {
  const merged = mergeReports([part(1, 10), part(2, 100)]);
  expect(merged).toMatchObject({
    load: "step:2x",
    offered: 20,
    served: 18,
    seconds: 3.2,
    receivedBytes: 14,
    sentLateShare: 0.1,
    outcomes: { served: 18, "timed-out": 2 },
    startedAt: new Date(1100).toISOString(),
  });
  // A mean of the parts' percentiles would be neither.
  expect(merged.latency.p50).toBeCloseTo(10, 0);
  expect(merged.latency.p95 / 100).toBeCloseTo(1, 1);
  expect(merged.intervals.map(({ target, offered }) => [target, offered])).toEqual([
    [40, 10],
    [80, 10],
  ]);
});

test.each<[string, () => string[], RegExp]>([
  ["a part is missing", () => [part(2, 1)], /part 1 of 2 is missing/],
  ["a part is there twice", () => [part(1, 1), part(2, 1), part(2, 1, { stopped: true })], /twice/],
  [
    "a part is of another load",
    () => [part(1, 1), part(2, 1, { load: "ramp" })],
    /part 2 sent ramp to https:\/\/api\.example\.com\/, not step:2x/,
  ],
  [
    "parts began at other times",
    () => [part(1, 1), part(2, 1, { startedAt: new Date(9000).toISOString() })],
    /7\.9 s apart, so they do not form one load\. Give all of them the same --at/,
  ],
  ["there is no report", () => [join(folder, "nowhere")], /nowhere.* does not exist/],
])("error if %s", (_, folders, message) => {
  expect(() => mergeReports(folders())).toThrow(message);
});

test.each(["0/2", "3/2", "2", "a/b", "1/9999"])("%s is no part", (text) => {
  expect(() => partOf(text)).toThrow("--part must be <number>/<total>");
});

test("parts begin at a time to come", () => {
  expect(startIn("2026-12-01T10:00:00Z", Date.parse("2026-12-01T09:59:30Z"))).toBe(30_000);
  expect(() => startIn("2026-12-01T10:00:00Z", Date.parse("2026-12-01T10:00:01Z"))).toThrow(
    "--at must be in the future",
  );
  expect(() => startIn("noon")).toThrow("--at must be a time");
});

test("two commands send one load, and a third puts their reports together", async () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.end("hello");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const run = (...args: string[]) =>
    runCommand(process.execPath, ["tools/run.mjs", "tools/load-test/main.ts", ...args], {
      cwd: projectRoot(),
    });
  const reports = ["1", "2"].map((number) => join(folder, number));
  for (const [index, report] of reports.entries()) {
    const args = [url, "--load", "step:1x", "--rate", "60", "--seconds", "2", "--report", report];
    const sent = await run(...args, "--part", `${index + 1}/2`);
    expect(sent).toMatchObject({ exitCode: 0, stderr: "" });
  }
  // As if they had begun together, which takes a machine with time for both.
  const [first, second] = reports.map((report) => join(report, "report.json"));
  const { startedAt } = JSON.parse(readFileSync(first!, "utf8")) as LoadTestReport;
  const other = JSON.parse(readFileSync(second!, "utf8")) as LoadTestReport;
  writeFileSync(second!, JSON.stringify({ ...other, startedAt }));
  const merged = await run("--merge", reports[0]!, "--merge", reports[1]!, "--report", folder);
  server.closeAllConnections();
  server.close();
  expect(merged).toMatchObject({ exitCode: 0, stderr: "" });
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as LoadTestReport;
  expect(report.served).toBe(requests);
  expect(report.intervals.map(({ target }) => target)).toEqual([60, 60]);
});
