import type { Predictive } from "../../../../modules/cluster/scaling/predictive-scaling";
import { synthCapacity } from "../capacity-stack";

const forecasting = (predictive: Predictive, kind: "cpu-target" | "step" = "cpu-target") =>
  synthCapacity({ scaling: { kind, predictive } });
const policyOf = (predictive: Predictive, kind?: "cpu-target" | "step") =>
  forecasting(predictive, kind)
    .resources("aws_autoscaling_policy")
    .filter(({ policy_type: type }) => type === "PredictiveScaling");

test.each(["cpu-target", "step"] as const)(
  "beside %s, a forecast of the group's CPU changes nothing unless told otherwise",
  (kind) => {
    expect(policyOf({}, kind)).toMatchObject([
      {
        name: "predictive",
        autoscaling_group_name: expect.stringMatching(/^\$\{aws_autoscaling_group\.\w+\.name\}$/),
        predictive_scaling_configuration: {
          mode: "ForecastOnly",
          scheduling_buffer_time: "300",
          max_capacity_breach_behavior: "HonorMaxCapacity",
          metric_specification: {
            target_value: 80,
            predefined_metric_pair_specification: { predefined_metric_type: "ASGCPUUtilization" },
          },
        },
      },
    ]);
    expect(forecasting({}, kind).resources("aws_autoscaling_policy").length).toBeGreaterThan(1);
  },
);

test("takes every figure", () => {
  const [policy] = policyOf({
    targetPercent: 40,
    mode: "forecast-and-scale",
    schedulingBufferSeconds: 600,
    maxCapacityBufferPercent: 20,
  });
  expect(policy?.["predictive_scaling_configuration"]).toMatchObject({
    mode: "ForecastAndScale",
    scheduling_buffer_time: "600",
    max_capacity_breach_behavior: "IncreaseMaxCapacity",
    max_capacity_buffer: "20",
    metric_specification: { target_value: 40 },
  });
});

test.each<[Predictive, readonly string[] | undefined]>([
  [{ mode: "forecast-and-scale", maxCapacityBufferPercent: 10 }, ["max_size"]],
  [{ mode: "forecast-and-scale" }, undefined],
])("leaves a maximum to the forecast that raises it: %j", (predictive, ignored) => {
  const { lifecycle } = forecasting(predictive).resource("aws_autoscaling_group");
  expect((lifecycle as Record<string, unknown> | undefined)?.["ignore_changes"]).toEqual(ignored);
});

test("without one there is no policy for it", () => {
  expect(
    synthCapacity({ scaling: { kind: "cpu-target" } }).resources("aws_autoscaling_policy"),
  ).toHaveLength(1);
});

test.each<[Predictive, string]>([
  [{ targetPercent: 0 }, "`targetPercent` must be from 1 to 100, got 0."],
  [
    { schedulingBufferSeconds: 3600 },
    "`schedulingBufferSeconds` must be from 0 to 3599, got 3600.",
  ],
  [{ maxCapacityBufferPercent: -1 }, "`maxCapacityBufferPercent` must be from 0 to 100, got -1."],
])("refuses %j", (predictive, message) => {
  expect(() => forecasting(predictive)).toThrow(message);
});
