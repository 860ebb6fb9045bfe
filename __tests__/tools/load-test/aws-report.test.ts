import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Recording } from "../../../tools/load-test/aws/recorder";
import { watchedSystem } from "../../../tools/load-test/aws/watched-system";
import { Measurements } from "../../../tools/load-test/generator/measurements";
import { chartsOf, eventsOf } from "../../../tools/load-test/report/charts";
import { reportPage } from "../../../tools/load-test/report/page";
import type { Prediction } from "../../../tools/load-test/prediction/prediction";
import { reportOf } from "../../../tools/load-test/report/report";
import { summaryText } from "../../../tools/load-test/report/text";

const recording: Recording = {
  observations: [
    {
      second: 0,
      services: { api: { desired: 1, running: 1, pending: 0 } },
      groups: {},
      alarms: [],
    },
    {
      second: 15,
      services: { api: { desired: 4, running: 2, pending: 2 } },
      groups: { nodes: { desired: 2, instances: { InService: 1, Pending: 1 } } },
      alarms: ["api-<high>"],
    },
  ],
  cpu: [{ service: "api", points: [{ second: 60, percent: 81.6 }] }],
  decisions: [],
  problems: ["TimeoutError: slow"],
};

const simulated: Prediction = {
  basis: "service.json",
  latency: { p50: 5, p90: 8, p95: 12, p99: null },
  servedPerSecond: 0.9,
  notModelled: ["aws_x.y: a <thing> is left out"],
  events: [{ second: 7, subject: "api", text: "desired count 1 -> 3" }],
  points: [
    {
      second: 15,
      served: 1,
      failed: 0,
      p50: 5,
      p90: 8,
      p95: 12,
      p99: null,
      services: { api: { desired: 3, running: 2, cpuPercent: 77 } },
      groups: { nodes: { desired: 2, inService: 1 } },
    },
  ],
};

const reportWith = (more: { recording?: Recording; simulated?: Prediction }) =>
  reportOf({
    url: new URL("https://api.example.com/"),
    load: { name: "constant", seconds: 30, rateAt: () => 1 },
    startedAt: new Date(0),
    seconds: 30,
    stopped: false,
    receivedBytes: 0,
    measurements: new Measurements(),
    ...more,
  });

test("charts show what was measured, and dashed in the same colour what was simulated", () => {
  const charts = chartsOf(reportWith({ recording, simulated }));
  expect(charts.map(({ title }) => title)).toEqual([
    "Requests per second",
    "Latency, ms",
    "Tasks of api",
    "CPU, % of what the tasks reserve",
    "Instances of nodes",
  ]);
  const lines = (title: string) => charts.find((each) => each.title === title)?.series;
  expect(lines("Tasks of api")).toEqual([
    {
      label: "desired",
      colour: 0,
      dashed: false,
      points: [
        [0, 1],
        [15, 4],
      ],
    },
    { label: "desired, simulated", colour: 0, dashed: true, points: [[15, 3]] },
    {
      label: "running",
      colour: 1,
      dashed: false,
      points: [
        [0, 1],
        [15, 2],
      ],
    },
    { label: "running, simulated", colour: 1, dashed: true, points: [[15, 2]] },
  ]);
  expect(lines("CPU, % of what the tasks reserve")).toMatchObject([
    { label: "api", points: [[60, 81.6]] },
    { label: "api, simulated", dashed: true, points: [[15, 77]] },
  ]);
  expect(lines("Instances of nodes")?.map(({ label }) => label)).toEqual([
    "desired",
    "desired, simulated",
    "in service",
    "in service, simulated",
  ]);
});

test("without a simulation nothing is called simulated", () => {
  expect(JSON.stringify(chartsOf(reportWith({ recording })))).not.toContain("simulated");
  expect(reportPage(reportWith({}))).not.toContain("imulat");
});

test("alarms and decisions are told in the order of time, with where they come from", () => {
  const over = { second: 30, services: {}, groups: {}, alarms: [] };
  const observations = [...recording.observations, over];
  expect(eventsOf(reportWith({ recording: { ...recording, observations }, simulated }))).toEqual([
    { second: 7, source: "simulated", subject: "api", text: "desired count 1 -> 3" },
    { second: 15, source: "measured", subject: "api-<high>", text: "is ALARM" },
    { second: 30, source: "measured", subject: "api-<high>", text: "is no longer ALARM" },
  ]);
});

test("the page and the summary show missing data, and the error of the simulation", () => {
  const report = reportWith({ recording, simulated });
  const page = reportPage(report);
  expect(page).toContain("Missing data: TimeoutError: slow");
  expect(page).toContain("Not simulated: aws_x.y: a &lt;thing&gt; is left out");
  expect(page).toContain("api-\\u003chigh>");
  const text = summaryText({
    ...report,
    servedPerSecond: 1,
    latency: { ...report.latency, p95: 10 },
  });
  expect(text).toContain("some data is missing: TimeoutError: slow");
  expect(text).toContain("simulated (service.json): served 0.90/s (-10 %), p95 12.0 ms (+20 %)");
});

describe("of a synthesized stack", () => {
  let folder: string;
  const former = process.env.CDKTF_OUTDIR;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "watched-"));
    process.env.CDKTF_OUTDIR = folder;
    const resource = {
      aws_ecs_cluster: { c: { name: "cluster" } },
      aws_ecs_service: { a: { name: "api" }, b: { name: "web" } },
      aws_autoscaling_group: { g: { name: "nodes" } },
    };
    const json = { provider: { aws: [{ region: "eu-west-1" }] }, resource };
    writeFileSync(join(folder, "web-dev.json"), JSON.stringify(json));
    const stack = {
      name: "web-dev",
      workingDirectory: ".",
      synthesizedStackPath: "web-dev.json",
      dependencies: [],
    };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: { "web-dev": stack } }));
  });

  afterEach(() => {
    if (former === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = former;
    rmSync(folder, { recursive: true });
  });

  it("knows what to ask AWS about", () => {
    expect(watchedSystem("web-dev")).toEqual({
      region: "eu-west-1",
      cluster: "cluster",
      services: ["api", "web"],
      groups: ["nodes"],
    });
  });

  it("names the nearest stack", () => {
    expect(() => watchedSystem("web-dve")).toThrow(
      "There is no stack web-dve. Did you mean web-dev?",
    );
  });
});
