import { environments } from "../../../fixtures/environments/all";
import { running } from "../../../support/environments";
import type { EnvironmentSettings } from "../../../../settings/environment";
import { explainedFindings } from "../../../../tools/simulate/findings/explain";
import { readLoad } from "../../../../tools/simulate/load/read-load";
import { type Parameters, withDefaults } from "../../../../tools/simulate/model/parameters";
import { terminalReport } from "../../../../tools/simulate/report/terminal";
import { run, type Scenario, speedupOf } from "../../../../tools/simulate/run";
import type { ReadSystem } from "../../../../tools/simulate/system/read-system";
import { stylesFor } from "../../../../tools/terminal/style";
import { readFromSettings } from "../support/simulated-environment";

const { dev, prod } = environments;
type Worker = NonNullable<EnvironmentSettings["systems"]["worker"]>;

const worker = (more: Worker = {}) =>
  readFromSettings("worker", {
    ...dev,
    systems: { worker: { ...dev.systems.worker, ...more } },
  });

function reportOn(read: ReadSystem, load: string, parameters: Partial<Parameters> = {}) {
  const scenario: Scenario = {
    read,
    ...readLoad(load, 6),
    parameters: withDefaults(parameters),
    seed: 1,
  };
  const first = run(scenario);
  const findings = explainedFindings(scenario, first);
  const report = { scenario, run: first, verdicts: [], compared: [], effects: [] };
  const text = terminalReport(
    { ...report, findings, speedup: speedupOf(first) },
    stylesFor({ isTTY: false }),
    100,
  );
  return {
    text,
    first,
    findings: findings.map(({ text: each, effect = "" }) => `${each} ${effect}`),
  };
}

describe("the system worker", () => {
  it("is read with its queue, how its tasks take messages, and the policy on its backlog", async () => {
    const { system, notModelled } = await worker();
    expect(notModelled).toEqual([]);
    expect(system.services[0]!.consumes).toEqual({
      queue: {
        name: "worker-jobs",
        visibilityTimeoutSeconds: 60,
        retentionSeconds: 4 * 86_400,
        maxReceives: 5,
        deadLetterQueue: "worker-jobs-dead-letters",
      },
      concurrency: 10,
      timeoutSeconds: 20,
      isProtected: true,
      stopTimeoutSeconds: 30,
    });
    expect(system.services[0]!.scaling!.policies).toMatchObject([
      {
        kind: "target-tracking",
        target: 100,
        custom: { source: { of: "math", expression: "(messages) / tasks" } },
      },
    ]);
  });

  it("has its alarms in the events, and they scale nothing", async () => {
    const { first } = reportOn(
      await readFromSettings("worker", running("worker", prod), "prod"),
      "step:10x",
      { poisonMessagePercent: 1 },
    );
    const told = first.result.events.filter(({ kind }) => kind === "alarm");
    expect(told.map(({ subject }) => subject)).toContain("worker-jobs-prod-dead-letters");
    expect(told.find(({ subject }) => subject === "worker-jobs-prod-dead-letters")!.text).toMatch(
      /dead-letters is ALARM: visible-messages \d/,
    );
  });

  it("is reported in messages, with the backlog and its age", async () => {
    const { text } = reportOn(await worker(), "step:10x");
    expect(text).toMatch(/^worker-dev under step:10x: .* messages\n/);
    expect(text).toMatch(/\nwaiting +[▁-█]+ [\d,]+ messages at most\noldest +[▁-█]+ \d+ min/);
    expect(text).toMatch(/\nprocessed +[\d,]+ /);
    expect(text).toContain("time that a task works on one message of a queue (messageSeconds");
  });

  it("learns that a backlog per task of nothing does not mean no work, and what counting all messages would change", async () => {
    const { findings } = reportOn(await worker(), "ramp");
    const found = findings.find((each) =>
      each.includes("scaling removes tasks that the load needs"),
    );
    expect(found).toMatch(
      /would give: p99 \d{3}\.\d s → (\d\.\d s|1000 ms), too few tasks 2\d\.\d % → \d\.\d+ %/,
    );
  });

  it("does not find that of a policy which counts the messages that tasks work on", async () => {
    const count = (metricName: string) => ({
      namespace: "AWS/SQS",
      metricName,
      dimensions: { QueueName: "worker-jobs" },
      statistic: "Sum",
    });
    const { findings, first } = reportOn(
      await worker({
        serviceScaling: {
          strategies: [
            {
              kind: "metric-target",
              targetValue: 8,
              perTask: true,
              expression: "visible + hidden",
              metrics: {
                visible: count("ApproximateNumberOfMessagesVisible"),
                hidden: count("ApproximateNumberOfMessagesNotVisible"),
              },
            },
          ],
        },
      }),
      "ramp",
    );
    expect(findings.join()).not.toContain("scaling removes tasks");
    expect(first.summary.latency.p99).toBeLessThan(10_000);
  });

  it.each([
    [{ messageSeconds: 30 }, {}, /a task gives it up after 20 s, so every message fails/],
    [{ poisonMessagePercent: 2 }, {}, /messages failed 5 times and moved to the dead-letter queue/],
    [
      { messageSeconds: 4 },
      { serviceScaling: { maxTasks: 2 } },
      /the load needs 24 tasks to keep up with the messages, but scaling stops at 2,/,
    ],
  ])("has a finding for %j", async (parameters, more, expected) => {
    const { findings } = reportOn(await worker(more), "step:10x", parameters);
    expect(findings).toContainEqual(expect.stringMatching(expected));
  });
});

describe("a service without a queue", () => {
  it("is not taken for one that works on a queue", async () => {
    const { system } = await readFromSettings("http-scale-out", running("http-scale-out", dev));
    expect(system.services.map(({ consumes }) => consumes)).toEqual([undefined]);
  });
});
