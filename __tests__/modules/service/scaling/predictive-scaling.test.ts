import {
  ServiceScaling,
  type ServiceScalingProps,
  type ServiceScalingStrategy,
} from "../../../../modules/service/scaling/service-scaling";
import type { Predictive } from "../../../../modules/service/scaling/predictive-scaling";
import { synth } from "../../../support/synth";
import { service } from "../fixtures";

const cpuTarget: ServiceScalingStrategy = { kind: "cpu-target" };

function scaled(
  predictive: Omit<Predictive, "kind">,
  others: readonly ServiceScalingStrategy[] = [cpuTarget],
  props: Partial<ServiceScalingProps> = {},
) {
  return synth((stack) => {
    new ServiceScaling(stack, "scaling", {
      service: service(stack, {}),
      minTasks: 1,
      maxTasks: 20,
      strategies: [...others, { kind: "predictive", ...predictive }],
      requestCount: {
        loadBalancerArnSuffix: "app/balancer/1",
        targetGroupArnSuffix: "targetgroup/shop/2",
      },
      ...props,
    });
  });
}

const policyOf = (predictive: Omit<Predictive, "kind">) =>
  scaled(predictive)
    .resources("aws_appautoscaling_policy")
    .find(({ policy_type: type }) => type === "PredictiveScaling");

test("forecasts the service's CPU and changes nothing, unless told otherwise", () => {
  expect(policyOf({})).toMatchObject({
    name: "${aws_ecs_service.service.name}-predictive",
    resource_id: "${aws_appautoscaling_target.scaling.resource_id}",
    lifecycle: { replace_triggered_by: ["aws_appautoscaling_target.scaling.id"] },
    predictive_scaling_policy_configuration: {
      mode: "ForecastOnly",
      scheduling_buffer_time: 300,
      max_capacity_breach_behavior: "HonorMaxCapacity",
      metric_specification: [
        {
          target_value: "80",
          predefined_metric_pair_specification: {
            predefined_metric_type: "ECSServiceCPUUtilization",
          },
        },
      ],
    },
  });
});

test("takes everything else", () => {
  expect(
    policyOf({
      metric: "memory",
      targetPercent: 62.5,
      mode: "forecast-and-scale",
      schedulingBufferSeconds: 0,
      maxCapacityBufferPercent: 0,
    })?.["predictive_scaling_policy_configuration"],
  ).toEqual({
    mode: "ForecastAndScale",
    scheduling_buffer_time: 0,
    max_capacity_breach_behavior: "IncreaseMaxCapacity",
    max_capacity_buffer: 0,
    metric_specification: [
      {
        target_value: "62.5",
        predefined_metric_pair_specification: {
          predefined_metric_type: "ECSServiceMemoryUtilization",
        },
      },
    ],
  });
});

test("forecasts what one target group gets from one balancer", () => {
  expect(
    policyOf({ metric: "requests", requestsPerTarget: 600 })?.[
      "predictive_scaling_policy_configuration"
    ],
  ).toMatchObject({
    metric_specification: [
      {
        target_value: "600",
        predefined_metric_pair_specification: {
          predefined_metric_type: "ALBRequestCount",
          resource_label: "app/balancer/1/targetgroup/shop/2",
        },
      },
    ],
  });
});

test.each<[Omit<Predictive, "kind">, readonly string[] | undefined]>([
  [{ mode: "forecast-and-scale", maxCapacityBufferPercent: 10 }, ["max_capacity"]],
  [{ mode: "forecast-and-scale" }, undefined],
  [{ mode: "forecast-only", maxCapacityBufferPercent: 10 }, undefined],
])("leaves a maximum to the forecast that raises it: %j", (predictive, ignored) => {
  const target = scaled(predictive).resource("aws_appautoscaling_target");
  expect((target.lifecycle as Record<string, unknown>)["ignore_changes"]).toEqual(ignored);
});

test("leaves both bounds to a schedule beside it", () => {
  const json = scaled({ mode: "forecast-and-scale", maxCapacityBufferPercent: 10 }, [
    cpuTarget,
    { kind: "scheduled", actions: { day: { schedule: "rate(1 day)", minTasks: 1, maxTasks: 2 } } },
  ]);
  expect(json.resource("aws_appautoscaling_target").lifecycle).toMatchObject({
    ignore_changes: ["min_capacity", "max_capacity"],
  });
});

test.each<[string, Omit<Predictive, "kind">, Partial<ServiceScalingProps>, string]>([
  [
    "requests without a target",
    { metric: "requests" },
    {},
    '`requestsPerTarget` must be given with metric "requests", but is missing.',
  ],
  [
    "a percentage of requests",
    { metric: "requests", requestsPerTarget: 1, targetPercent: 50 },
    {},
    '`targetPercent` must be removed while metric is "requests"',
  ],
  [
    "requests as a target of CPU",
    { requestsPerTarget: 100 },
    {},
    '`requestsPerTarget` must be removed unless metric is "requests", got 100.',
  ],
  [
    "requests that nobody counts",
    { metric: "requests", requestsPerTarget: 1 },
    { requestCount: undefined },
    '`metric` must not be "requests" without a target group to count them in',
  ],
  [
    "a target above 100",
    { targetPercent: 101 },
    {},
    "`targetPercent` must be from 1 to 100, got 101.",
  ],
  ["no requests", { metric: "requests", requestsPerTarget: 0 }, {}, "must be from 1 to 1000000000"],
  [
    "an hour before the hour",
    { schedulingBufferSeconds: 3600 },
    {},
    "`schedulingBufferSeconds` must be from 0 to 3599, got 3600.",
  ],
  [
    "more than twice the forecast",
    { maxCapacityBufferPercent: 101 },
    {},
    "`maxCapacityBufferPercent` must be from 0 to 100, got 101.",
  ],
])("refuses %s", (_, predictive, props, message) => {
  expect(() => scaled(predictive, [cpuTarget], props)).toThrow(message);
});

test("refuses a forecast that scales with nothing beside it that removes tasks", () => {
  const action = { schedule: "rate(1 day)", minTasks: 1, maxTasks: 2 };
  const alone = (mode: Predictive["mode"]) => () =>
    scaled({ mode }, [{ kind: "scheduled", actions: { day: action } }]);
  expect(alone("forecast-and-scale")).toThrow(
    "`strategies.1.mode` must not be without a strategy that removes tasks",
  );
  expect(alone("forecast-only")).not.toThrow();
});

test("refuses a second forecast", () => {
  expect(() => scaled({}, [cpuTarget, { kind: "predictive", metric: "memory" }])).toThrow(
    'must not follow the forecast, as "predictive" of strategies[1] does',
  );
});
