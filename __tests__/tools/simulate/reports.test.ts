import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { judge, readAssertions } from "../../../tools/simulate/assertions";
import { explainedFindings } from "../../../tools/simulate/findings/explain";
import { readLoad } from "../../../tools/simulate/load/read-load";
import { withDefaults } from "../../../tools/simulate/model/parameters";
import { jsonReport } from "../../../tools/simulate/report/json";
import { pageOf } from "../../../tools/simulate/report/page";
import { terminalReport } from "../../../tools/simulate/report/terminal";
import { run, type Scenario, speedupOf } from "../../../tools/simulate/run";
import { stylesFor } from "../../../tools/terminal/style";
import { consumer, fargateService, group, service, system } from "./support/sample-systems";

function report(loadText: string, of = system()) {
  const scenario: Scenario = {
    read: { system: of, region: "us-east-1", notModelled: ["x.y: <left> out."], balancers: [] },
    ...readLoad(loadText, 20),
    parameters: withDefaults(),
    seed: 1,
  };
  const first = run(scenario);
  return {
    scenario,
    run: first,
    findings: explainedFindings(scenario, first),
    speedup: speedupOf(first),
    compared: [{ ...first, name: "the same" }],
    effects: [{ name: "ioWaitMs" as const, weight: 0, low: first.summary, high: first.summary }],
    verdicts: judge(readAssertions(["failed<1%", "p99<1ms"]), first.summary),
  };
}

const worker = system(
  [fargateService({ name: "worker", targets: undefined, consumes: consumer() })],
  [],
);

const schema = JSON.parse(readFileSync("docs/reference/simulate.schema.json", "utf8")) as object;

describe("the JSON", () => {
  it.each([
    ["spike", system()],
    ["spike,lose-zone@10m", system([fargateService()], [])],
    ["step:10x", worker],
    // Nothing is served, so no latency is known.
    ["spike", system([service({ desiredCount: 0, scaling: undefined })], [group({ max: 1 })])],
  ])("of %s is as its schema says", (load, of) => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    const json: unknown = JSON.parse(JSON.stringify(jsonReport(report(load, of))));
    validate(json);
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe("the page", () => {
  const page = pageOf(report("spike"), process.cwd());

  it("needs nothing from elsewhere", () => {
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
    expect(page).not.toMatch(/@import|url\((?!data:)/);
  });

  it("has charts of a queue, its age and its dead letters", () => {
    const data = /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(
      pageOf(report("step:10x", worker), process.cwd()),
    )![1]!;
    const { intervals, load } = JSON.parse(data) as {
      readonly load: { readonly unit: string };
      readonly intervals: readonly { readonly services: readonly { readonly queue: object }[] }[];
    };
    expect(load.unit).toBe("messages");
    expect(Object.keys(intervals[0]!.services[0]!.queue)).toEqual([
      "waiting",
      "inFlight",
      "oldestSeconds",
      "sentPerSecond",
      "processedPerSecond",
      "deadLetteredPerSecond",
    ]);
  });

  it("escapes what it shows", () => {
    expect(page).toContain("x.y: &lt;left&gt; out.");
    expect(page).not.toContain("<left>");
  });
});

describe("the terminal report", () => {
  const text = terminalReport(report("spike"), stylesFor({ isTTY: false }), 80);

  it("lists what is not modeled at the top, and is plain text outside a terminal", () => {
    expect(text.startsWith("! x.y: <left> out.")).toBe(true);
    expect(text).not.toContain("\u001b");
  });

  it("says which assertion does not hold", () => {
    expect(text).toContain("✓ failed<1%");
    expect(text).toMatch(/✗ p99<1ms: \d/);
  });

  it("names its most important assumptions", () => {
    expect(text).toContain("cpuMsPerRequest, likely 1 to 20");
  });
});
