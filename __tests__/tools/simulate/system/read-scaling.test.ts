import type { EnvironmentSettings } from "../../../../settings/environment";
import { readLoad } from "../../../../tools/simulate/load/read-load";
import { withDefaults } from "../../../../tools/simulate/model/parameters";
import { terminalReport } from "../../../../tools/simulate/report/terminal";
import { run, speedupOf } from "../../../../tools/simulate/run";
import { stylesFor } from "../../../../tools/terminal/style";
import { environments } from "../../../fixtures/environments/all";
import { readFromSettings } from "../support/simulated-environment";

const { dev } = environments;
type System = NonNullable<EnvironmentSettings["systems"]["http-scale-out"]>;

const read = (more: System) =>
  readFromSettings("http-scale-out", {
    ...dev,
    systems: { "http-scale-out": { ...dev.systems["http-scale-out"], ...more } },
  });

const latency = {
  namespace: "AWS/ApplicationELB",
  metricName: "TargetResponseTime",
  statistic: "p95",
  ofLoadBalancer: true,
};

it("finds what the settings say of forecasts in the synthesized JSON", async () => {
  const { system, notModelled } = await read({
    serviceScaling: {
      strategies: [
        { kind: "cpu-target" },
        {
          kind: "predictive",
          metric: "requests",
          requestsPerTarget: 600,
          mode: "forecast-and-scale",
          schedulingBufferSeconds: 600,
          maxCapacityBufferPercent: 10,
        },
      ],
    },
    clusterScaling: { kind: "cpu-target", predictive: { targetPercent: 45 } },
  });
  expect(notModelled).toEqual([]);
  const forecast = { kind: "predictive", name: "predictive" };
  expect(system.services[0]?.scaling?.policies).toContainEqual({
    ...forecast,
    metric: "requests-per-target",
    target: 600,
    scales: true,
    bufferSeconds: 600,
    maxBreachPercent: 10,
  });
  expect(system.groups[0]?.policies).toContainEqual({
    ...forecast,
    metric: "cpu",
    target: 45,
    scales: false,
    bufferSeconds: 300,
  });
});

it("finds steps on latency, and requests in flight", async () => {
  const { system, notModelled } = await read({
    serviceScaling: {
      strategies: [
        { kind: "metric-step", name: "latency", metric: latency, scaleOut: { threshold: 0.3 } },
        {
          kind: "metric-target",
          name: "in-flight",
          targetValue: 8,
          metrics: {
            requests: { ...latency, metricName: "RequestCountPerTarget", statistic: "Sum" },
            seconds: { ...latency, statistic: "Average" },
          },
          expression: "requests * seconds / 60",
        },
      ],
    },
  });
  expect(notModelled).toEqual([]);
  const source = { of: "service", name: "http-api", metric: "response-seconds" };
  expect(system.services[0]?.scaling?.policies).toMatchObject([
    { kind: "step", alarm: { source, statistic: "p95", threshold: 0.3 } },
    {
      kind: "target-tracking",
      target: 8,
      custom: {
        source: {
          expression: "requests * seconds / 60",
          inputs: { seconds: { source }, requests: { statistic: "Sum" } },
        },
      },
    },
  ]);
});

it("names what it cannot know above the results, and leaves it out", async () => {
  const given = await read({
    serviceScaling: {
      strategies: [
        { kind: "cpu-target" },
        {
          kind: "metric-step",
          metric: { namespace: "Shop", metricName: "QueuedOrders" },
          scaleOut: { threshold: 100, periodSeconds: 10 },
        },
        { kind: "predictive", metric: "memory" },
      ],
    },
  });
  const scenario = { read: given, ...readLoad("step", 1), parameters: withDefaults(), seed: 1 };
  const first = run(scenario);
  const report = { scenario, run: first, verdicts: [], compared: [], effects: [], findings: [] };
  const text = terminalReport(
    { ...report, speedup: speedupOf(first) },
    stylesFor({ isTTY: false }),
    200,
  ).replaceAll(/\s+/g, " ");
  const [own, memory] = [
    "it uses Shop QueuedOrders. The model ignores the policy.",
    "the model does not support the forecast of ECSServiceMemoryUtilization. The model ignores the policy.",
  ].map((left) => text.indexOf(left));
  const results = text.indexOf("p99");
  expect(own).toBeGreaterThan(0);
  expect(memory).toBeGreaterThan(0);
  expect(results).toBeGreaterThan(Math.max(own!, memory!));
});
