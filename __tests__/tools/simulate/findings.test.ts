import { explainedFindings } from "../../../tools/simulate/findings/explain";
import { readLoad } from "../../../tools/simulate/load/read-load";
import type { Parameters } from "../../../tools/simulate/model/parameters";
import { withDefaults } from "../../../tools/simulate/model/parameters";
import type { SimulatedSystem, StepPolicy } from "../../../tools/simulate/model/system";
import { run, type Scenario } from "../../../tools/simulate/run";
import { fargateService, group, scaling, service, system } from "./support/sample-systems";

function findings(of: SimulatedSystem, load = "reference", parameters: Partial<Parameters> = {}) {
  const scenario: Scenario = {
    read: { system: of, region: "us-east-1", notModelled: [], balancers: ["application"] },
    ...readLoad(load, 30),
    parameters: withDefaults(parameters),
    seed: 1,
  };
  return explainedFindings(scenario, run(scenario)).map(
    ({ text, effect = "" }) => `${text} ${effect}`,
  );
}

describe("findings for the reference's figures", () => {
  const found = findings(system());

  it("say that 15 of 20 tasks could be placed, and what 7 instances would cost", () => {
    expect(found).toContainEqual(
      expect.stringMatching(
        /^http-api: 20 tasks were needed, but only 15 could be placed: instances ran out at minute \d+\. A t3\.micro holds 3\. capacity\.maxInstances: 7 would give: .*\+\$0\.021\/h at peak/,
      ),
    );
  });

  it("say that the node loop adds an instance only when the last one is full", () => {
    expect(found).toContainEqual(
      expect.stringMatching(
        /t3\.micro full of tasks of http-api \(3 of them\) at their target of 80 % is at 30 % CPU.*adds an instance only when the last one is already full/,
      ),
    );
  });

  it("say that unlimited t3.micro instances pay for surplus credits", () => {
    expect(found).toContainEqual(expect.stringMatching(/you pay for \d+ surplus credits/));
  });

  it("say what losing an instance does to a floor of one task", () => {
    expect(found).toContainEqual(
      expect.stringMatching(/with a minimum of 1 task, losing its instance/),
    );
  });

  it("say how long it took to have enough tasks, by stage", () => {
    expect(found).toContainEqual(
      expect.stringMatching(/too few tasks for \d+ s \(metric and alarm \d+ s/),
    );
  });
});

it("do not mention instances if tasks are on Fargate", () => {
  const found = findings(system([fargateService()], []));
  expect(found).toContainEqual(
    expect.stringMatching(/with a minimum of 1 task, losing it or one of \d+ zones/),
  );
});

it("do not mention a node loop that scales in time", () => {
  const inTime = system(
    [service()],
    [group({ policies: [{ ...group().policies[0]!, target: 18 } as never] })],
  );
  expect(findings(inTime).join()).not.toContain("adds an instance only when");
});

it("say that a t2.micro in standard mode is held at its baseline, where its alarm can't fire", () => {
  const t2 = group({
    max: 1,
    instance: {
      type: "t2.micro",
      vcpus: 1,
      memoryMiB: 919,
      networkInterfaces: 1,
      credits: { mode: "standard", baselinePercent: 10, launchCredits: 30 },
    },
  });
  expect(findings(system([service()], [t2]), "step:8x")).toContainEqual(
    expect.stringMatching(
      /t2\.micro instances run out of CPU credits.*alarm at 30 % can't fire while they are held at 10 %/,
    ),
  );
});

it("say that an alarm waits for more CPU than the tasks can use", () => {
  const daemon = service({ scheduling: "daemon", scaling: undefined });
  const cpu = { ...group().policies[0]!, target: 70 } as never;
  expect(findings(system([daemon], [group({ policies: [cpu] })]), "step:4x").join()).toMatch(
    /waits for 70 % CPU, but the tasks of a t3\.micro use 50 % at most/,
  );
});

describe("each finding names a setting, and what a run with it has shown:", () => {
  const daemon = service({ scheduling: "daemon", scaling: undefined });
  const silent = { ...group().policies[0]!, target: 70 } as never;
  const slowStep: StepPolicy = {
    kind: "step",
    name: "step",
    adjustmentType: "ChangeInCapacity",
    minAdjustmentMagnitude: 0,
    cooldownSeconds: 300,
    steps: [{ lower: 0, adjustment: 4 }],
    alarm: {
      name: "step",
      source: { of: "service", name: "http-api", metric: "cpu" },
      statistic: "Minimum",
      comparison: "above",
      threshold: 60,
      periodSeconds: 300,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      treatMissingData: "notBreaching",
    },
  };
  const packed = service({ desiredCount: 3, scaling: { ...service().scaling!, min: 3 } });
  it.each([
    [
      "another type",
      system(),
      "reference",
      /surplus credits.*capacity\.instanceTypes: \["t3\.small"\] would/,
    ],
    [
      "steps",
      system(),
      "step:10x",
      /too few tasks for \d+ s.*strategies\[0\]\.kind: "step".*would give: .*too few tasks .* → /,
    ],
    [
      "a lower target",
      system([daemon], [group({ policies: [silent] })]),
      "step:20x",
      /waits for 70 % CPU.*clusterScaling\.targetPercent: 40 would give: .*at most 1 → \d+ tasks/,
    ],
    [
      "a shorter alarm",
      system([service({ scaling: scaling(1, 20, slowStep) })]),
      "step:10x",
      /too few tasks for \d+ s.*scaleOut: \{ periodSeconds: 60, evaluationPeriods: 1 \} would give: .*too few tasks .* → /,
    ],
    [
      "more instances from the start, where a daemon gets none in time",
      system([daemon], [group({ policies: [silent] })]),
      "spike:20x",
      /Then the load fell\. capacity\.minInstances: 5 would give: .*at most 1 → 5 tasks/,
    ],
    [
      "placement",
      system([packed]),
      "spike",
      /binpack places its 3 tasks.*placement: "spread-then-pack" would/,
    ],
  ] as const)("%s", (_, of, load, expected) => {
    expect(findings(of, load).join("\n")).toMatch(expected);
  });
});

it("do not report missing instances while tasks are only starting", () => {
  // 15 tasks fit 5 instances.
  const fits = system([service({ scaling: { ...service().scaling!, max: 15 } })]);
  expect(findings(fits).join()).not.toContain("instances ran out");
});
