import { join } from "node:path";
import { environments } from "../fixtures/environments/all";
import type { EnvironmentSettings } from "../../settings/environment";
import type { RehearsedEnvironment } from "../../tools/rehearse/life/rehearse-environments";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { select } from "../../tools/rehearse/synthesized/selection";
import { running } from "../support/environments";
import { rehearsedEnvironments } from "./rehearsed-environments";
import { synthesizeInto } from "./synthesize-into";

/* http-scale-out with the strategies that no shipped environment has. */

const workplace = Workplace.create();
let rehearsals: ReadonlyMap<string, Promise<RehearsedEnvironment>>;

const ofLoadBalancer = { namespace: "AWS/ApplicationELB", ofLoadBalancer: true };

function scaling(): EnvironmentSettings {
  const settings: EnvironmentSettings = running("http-scale-out", environments.dev);
  return {
    ...settings,
    systems: {
      "http-scale-out": {
        ...settings.systems["http-scale-out"],
        serviceScaling: {
          maxTasks: 15,
          strategies: [
            { kind: "cpu-target" },
            {
              kind: "metric-step",
              name: "latency",
              metric: { ...ofLoadBalancer, metricName: "TargetResponseTime", statistic: "p95" },
              scaleOut: { threshold: 0.3, largerSteps: [{ threshold: 0.9, adjustment: 4 }] },
            },
            {
              kind: "metric-step",
              name: "queued",
              metric: { namespace: "Shop", metricName: "QueuedOrders" },
              scaleOut: { threshold: 100, periodSeconds: 10 },
              scaleIn: { threshold: 10 },
            },
            {
              kind: "metric-target",
              name: "in-flight",
              targetValue: 8,
              metrics: {
                requests: {
                  ...ofLoadBalancer,
                  metricName: "RequestCountPerTarget",
                  statistic: "Sum",
                },
                seconds: { ...ofLoadBalancer, metricName: "TargetResponseTime" },
              },
              expression: "requests * seconds / 60",
            },
            // The provider of this machine may not know it, and leaves it out.
            { kind: "predictive" },
          ],
        },
        clusterScaling: {
          kind: "cpu-target",
          predictive: { mode: "forecast-and-scale", maxCapacityBufferPercent: 10 },
        },
      },
    },
  };
}

beforeAll(() => {
  const synthesis = synthesizeInto(join(workplace.folder, "scaling-out"), { dev: scaling() });
  rehearsals = rehearsedEnvironments(
    select(synthesis, ["http-scale-out-images-dev", "http-scale-out-dev"]),
    workplace,
  );
});

afterAll(async () => {
  await Promise.allSettled(rehearsals.values());
  workplace.remove();
});

test("forecasts of instances and steps on metrics are applied, planned without a change, and destroyed without a rest", async () => {
  const { error, stacks, violations, leftBehind } = await rehearsals.get("dev")!;
  expect(error).toBeUndefined();
  const runtime = stacks.find(({ stack }) => stack === "http-scale-out-dev")!;
  expect(runtime.resources).toBeGreaterThan(20);
  expect(violations).toEqual([]);
  expect(leftBehind).toEqual({});
});
