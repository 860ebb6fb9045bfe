import { demandPerRequest, objectiveOf } from "../../../../tools/simulate/model/demand";
import { silentAlarms } from "../../../../tools/simulate/findings/instance-findings";
import { withDefaults } from "../../../../tools/simulate/model/parameters";
import { simulate } from "../../../../tools/simulate/model/simulation";
import type { PredictivePolicy } from "../../../../tools/simulate/model/system";
import { cpuTarget, group, load, scaling, service, system } from "../support/sample-systems";

const forecast = (more: Partial<PredictivePolicy> = {}): PredictivePolicy => ({
  kind: "predictive",
  name: "predictive",
  metric: "cpu",
  target: 20,
  scales: true,
  bufferSeconds: 300,
  ...more,
});

test("a service's objective is that of what reacts to the load, and a forecast's where nothing does", () => {
  const objective = (...policies: Parameters<typeof scaling>[2][]) =>
    objectiveOf(service({ scaling: scaling(1, 20, ...policies) })).target;
  expect(objective(forecast(), cpuTarget(70))).toBe(70);
  expect(objective(forecast())).toBe(20);
});

test("a forecast of instances sets no CPU that the task of a daemon may use, and waits for none", () => {
  const daemon = service({ scheduling: "daemon", scaling: undefined });
  const nodes = (...policies: PredictivePolicy[]) =>
    group({ policies: [cpuTarget(30), ...policies] });
  const demand = (of: ReturnType<typeof nodes>) => demandPerRequest(daemon, [of], withDefaults());
  expect(demand(nodes(forecast()))).toBe(demand(nodes()));

  const result = simulate(
    system([daemon], [nodes(forecast({ target: 95 }))]),
    load(600, () => 1),
    {
      parameters: withDefaults(),
      seed: 1,
    },
  );
  expect(silentAlarms(result, nodes(forecast({ target: 95 })))).toEqual([]);
});
