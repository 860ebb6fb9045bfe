import { environments } from "../../../fixtures/environments/all";
import { running } from "../../../support/environments";
import { readLoad } from "../../../../tools/simulate/load/read-load";
import { withDefaults } from "../../../../tools/simulate/model/parameters";
import { terminalReport } from "../../../../tools/simulate/report/terminal";
import { run, type Scenario, speedupOf } from "../../../../tools/simulate/run";
import { stylesFor } from "../../../../tools/terminal/style";
import { readFromSettings } from "../support/simulated-environment";

describe("a service that works on a queue", () => {
  it("has its policy and its missing arrivals named at the top of the report", async () => {
    const read = await readFromSettings("worker", running("worker", environments.dev));
    const scenario: Scenario = {
      read,
      ...readLoad("spike", 5),
      parameters: withDefaults(),
      seed: 1,
    };
    const first = run(scenario);
    const report = { scenario, run: first, findings: [], verdicts: [], compared: [], effects: [] };
    const text = terminalReport(
      { ...report, speedup: speedupOf(first) },
      stylesFor({ isTTY: false }),
      100,
    );
    const [policy, queue, blank, title] = text.split("\n");
    expect([policy, queue].sort()).toEqual([
      "! aws_appautoscaling_policy.service_scaling_queue-target: the model does not support custom metrics of a service " +
        "(ApproximateNumberOfMessagesVisible, RunningTaskCount). The model ignores the policy.",
      expect.stringMatching(
        /^! worker: it takes messages from aws_sqs_queue\.queue, and the model has no queues\..* no backlog/,
      ),
    ]);
    expect([blank, title]).toEqual(["", expect.stringContaining("worker-dev under spike")]);
  });

  it("has no such note behind a load balancer", async () => {
    const { notModelled } = await readFromSettings(
      "http-scale-out",
      running("http-scale-out", environments.dev),
    );
    expect(notModelled.filter((text) => text.includes("queue"))).toEqual([]);
  });
});
