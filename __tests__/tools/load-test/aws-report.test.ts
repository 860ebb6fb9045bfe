import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Recording } from "../../../tools/load-test/aws/recorder";
import { watchedSystem } from "../../../tools/load-test/aws/watched-system";
import { Measurements } from "../../../tools/load-test/generator/measurements";
import { reportHtml } from "../../../tools/load-test/report/html";
import { reportOf } from "../../../tools/load-test/report/report";
import { summaryText } from "../../../tools/load-test/report/text";

const aws: Recording = {
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
  problems: ["TimeoutError: slow"],
};

test("the page shows tasks, instances, CPU and alarms of AWS", () => {
  const report = reportOf({
    url: new URL("https://api.example.com/"),
    load: { name: "constant", seconds: 30, rateAt: () => 1 },
    startedAt: new Date(0),
    seconds: 30,
    stopped: false,
    receivedBytes: 0,
    measurements: new Measurements(),
    aws,
  });
  const page = reportHtml(report);
  expect(page).toContain('"label":"api: tasks running","values":[1,2]');
  expect(page).toContain('"label":"nodes: instances in service","values":[0,1]');
  expect(page).toContain("api: at most 82 % CPU");
  expect(page).toContain("<li>15 s: api-&lt;high&gt;</li>");
  expect(summaryText(report)).toContain("AWS could not be asked at times: TimeoutError: slow");
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
