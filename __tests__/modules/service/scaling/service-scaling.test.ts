import type { TerraformStack } from "cdktf";
import {
  ServiceScaling,
  type ServiceScalingProps,
  type ServiceScalingStrategy,
} from "../../../../modules/service/scaling/service-scaling";
import type { ServiceProps } from "../../../../modules/service/service";
import { synth, type TerraformJson } from "../../../support/synth";
import { service } from "../fixtures";

const REQUEST_COUNT = {
  loadBalancerArnSuffix: "app/balancer/1",
  targetGroupArnSuffix: "targetgroup/shop/2",
};

function scaled(
  strategies: readonly ServiceScalingStrategy[],
  props: Partial<ServiceScalingProps> = {},
  serviceProps: (stack: TerraformStack) => Partial<ServiceProps> = () => ({}),
): TerraformJson {
  return synth((stack) => {
    new ServiceScaling(stack, "scaling", {
      service: service(stack, serviceProps(stack)),
      minTasks: 1,
      maxTasks: 20,
      strategies,
      requestCount: REQUEST_COUNT,
      ...props,
    });
  });
}

const tracking = (strategy: ServiceScalingStrategy) =>
  scaled([strategy]).resource("aws_appautoscaling_policy");

describe("the target", () => {
  const json = scaled([{ kind: "cpu-target" }], { minTasks: 2, maxTasks: 10 });
  const target = json.resource("aws_appautoscaling_target");

  test("is the service's desired count, floor and ceiling as given", () => {
    expect(target).toMatchObject({
      service_namespace: "ecs",
      scalable_dimension: "ecs:service:DesiredCount",
      min_capacity: 2,
      max_capacity: 10,
    });
  });

  test("is found by the names of the cluster and the service", () => {
    expect(target.resource_id).toBe(
      "service/${aws_ecs_cluster.cluster.name}/${aws_ecs_service.service.name}",
    );
  });

  test("keeps its floor and ceiling as Terraform says", () => {
    expect(target.lifecycle).not.toHaveProperty("ignore_changes");
  });

  test("takes the desired count over from Terraform", () => {
    expect(json.resource("aws_ecs_service")).toMatchObject({
      desired_count: 1,
      lifecycle: { ignore_changes: ["desired_count"] },
    });
  });
});

test("without a strategy nothing scales, and Terraform keeps the desired count", () => {
  const json = scaled([]);
  expect(json.resources("aws_appautoscaling_target")).toEqual([]);
  expect(json.resource("aws_ecs_service")).not.toHaveProperty("lifecycle");
});

test("cpu-target tracks the service's CPU", () => {
  expect(tracking({ kind: "cpu-target" })).toMatchObject({
    name: "${aws_ecs_service.service.name}-cpu-target",
    policy_type: "TargetTrackingScaling",
    resource_id: "${aws_appautoscaling_target.scaling.resource_id}",
    target_tracking_scaling_policy_configuration: {
      predefined_metric_specification: {
        predefined_metric_type: "ECSServiceAverageCPUUtilization",
      },
      target_value: 80,
      scale_in_cooldown: 300,
      scale_out_cooldown: 300,
    },
  });
});

test("memory-target tracks the service's memory, at the target and pace given", () => {
  expect(
    tracking({
      kind: "memory-target",
      targetPercent: 60,
      scaleInCooldownSeconds: 120,
      scaleOutCooldownSeconds: 0,
    }).target_tracking_scaling_policy_configuration,
  ).toEqual({
    predefined_metric_specification: {
      predefined_metric_type: "ECSServiceAverageMemoryUtilization",
    },
    target_value: 60,
    scale_in_cooldown: 120,
    scale_out_cooldown: 0,
  });
});

test.each([
  ["cpu-target", "ECSServiceAverageCPUUtilization"],
  ["memory-target", "ECSServiceAverageMemoryUtilization"],
] as const)("%s follows the metric of 20 seconds where it is to", (kind, metric) => {
  const of = (highResolution: boolean) =>
    tracking({ kind, highResolution }).target_tracking_scaling_policy_configuration;
  expect(of(true)).toMatchObject({
    predefined_metric_specification: { predefined_metric_type: `${metric}HighResolution` },
  });
  expect(of(false)).toMatchObject({
    predefined_metric_specification: { predefined_metric_type: metric },
  });
});

test("requests-target tracks what one target group gets from one balancer", () => {
  expect(
    tracking({ kind: "requests-target", requestsPerTarget: 500 })
      .target_tracking_scaling_policy_configuration,
  ).toMatchObject({
    predefined_metric_specification: {
      predefined_metric_type: "ALBRequestCountPerTarget",
      resource_label: "app/balancer/1/targetgroup/shop/2",
    },
    target_value: 500,
  });
});

describe("step", () => {
  const json = scaled([
    {
      kind: "step",
      scaleOut: { thresholdPercent: 70, statistic: "Minimum", periodSeconds: 300 },
      scaleIn: {
        thresholdPercent: 50,
        statistic: "Minimum",
        periodSeconds: 300,
        evaluationPeriods: 1,
      },
    },
  ]);
  const alarm = (comparison: string) =>
    json
      .resources("aws_cloudwatch_metric_alarm")
      .find(({ comparison_operator }) => comparison_operator === comparison)!;

  test.each([
    ["GreaterThanThreshold", 70, 1, "metric_interval_lower_bound"],
    ["LessThanThreshold", 50, -1, "metric_interval_upper_bound"],
  ])("%s %d %% changes the number of tasks by %d", (comparison, threshold, adjustment, bound) => {
    const found = alarm(comparison);
    expect(found).toMatchObject({
      namespace: "AWS/ECS",
      metric_name: "CPUUtilization",
      statistic: "Minimum",
      period: 300,
      evaluation_periods: 1,
      threshold,
      dimensions: {
        ClusterName: "${aws_ecs_cluster.cluster.name}",
        ServiceName: "${aws_ecs_service.service.name}",
      },
    });
    expect(found.alarm_actions).toHaveLength(1);
    expect(json.referenced(found.alarm_actions[0] as string)).toMatchObject({
      policy_type: "StepScaling",
      step_scaling_policy_configuration: {
        adjustment_type: "ChangeInCapacity",
        cooldown: 300,
        metric_aggregation_type: "Minimum",
        step_adjustment: [{ [bound]: "0", scaling_adjustment: adjustment }],
      },
    });
  });

  test("names no alarm twice, not even with a second metric", () => {
    const names = scaled([{ kind: "step" }, { kind: "step", metric: "memory" }])
      .resources("aws_cloudwatch_metric_alarm")
      .map(({ alarm_name }) => alarm_name as string);
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
  });

  test("has thresholds that leave room between them by default", () => {
    const thresholds = scaled([{ kind: "step" }])
      .resources("aws_cloudwatch_metric_alarm")
      .map(({ threshold, evaluation_periods }) => [threshold, evaluation_periods] as number[]);
    expect(thresholds).toEqual(
      expect.arrayContaining([
        [60, 1],
        [30, 5],
      ]),
    );
  });

  test("adds more, the further the metric is above the threshold, by number or percent", () => {
    const scaleOut = {
      thresholdPercent: 80,
      adjustment: 20,
      largerSteps: [
        { thresholdPercent: 120, adjustment: 100 },
        { thresholdPercent: 320, adjustment: 500 },
      ],
    };
    const out = (adjustmentUnit?: "number" | "percent") =>
      scaled([
        { kind: "step", scaleOut: { ...scaleOut, ...(adjustmentUnit && { adjustmentUnit }) } },
      ])
        .resources("aws_appautoscaling_policy")
        .map(({ step_scaling_policy_configuration: settings }) => settings)
        .find(({ step_adjustment: [{ scaling_adjustment: first }] }) => first > 0);
    expect(out("percent")).toMatchObject({
      adjustment_type: "PercentChangeInCapacity",
      step_adjustment: [
        {
          metric_interval_lower_bound: "0",
          metric_interval_upper_bound: "40",
          scaling_adjustment: 20,
        },
        {
          metric_interval_lower_bound: "40",
          metric_interval_upper_bound: "240",
          scaling_adjustment: 100,
        },
        { metric_interval_lower_bound: "240", scaling_adjustment: 500 },
      ],
    });
    expect(out().step_adjustment.at(-1)).not.toHaveProperty("metric_interval_upper_bound");
    expect(out().adjustment_type).toBe("ChangeInCapacity");
  });

  test("counts the threshold itself when asked to", () => {
    const [out] = scaled([{ kind: "step", scaleOut: { comparison: "at-or-above" } }])
      .resources("aws_cloudwatch_metric_alarm")
      .filter(({ threshold }) => threshold === 60);
    expect(out!.comparison_operator).toBe("GreaterThanOrEqualToThreshold");
  });
});

describe("scheduled", () => {
  const json = scaled(
    [
      {
        kind: "scheduled",
        actions: {
          night: { schedule: "cron(0 20 * * ? *)", minTasks: 0, maxTasks: 1 },
          day: {
            schedule: "cron(0 6 * * ? *)",
            timezone: "Europe/Berlin",
            minTasks: 2,
            maxTasks: 9,
          },
        },
      },
    ],
    { minTasks: 0 },
  );

  test("moves floor and ceiling at set times, in the zone given", () => {
    const actions = json.resources("aws_appautoscaling_scheduled_action");
    expect(actions).toHaveLength(2);
    expect(actions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: "${aws_ecs_service.service.name}-night",
          schedule: "cron(0 20 * * ? *)",
          timezone: "UTC",
          scalable_target_action: { min_capacity: "0", max_capacity: "1" },
        }),
        expect.objectContaining({
          timezone: "Europe/Berlin",
          scalable_target_action: { min_capacity: "2", max_capacity: "9" },
        }),
      ]),
    );
  });

  test("is not undone by the next apply", () => {
    expect(json.resource("aws_appautoscaling_target").lifecycle).toMatchObject({
      ignore_changes: ["min_capacity", "max_capacity"],
    });
  });
});

test("strategies on different metrics go together", () => {
  const json = scaled([
    { kind: "cpu-target" },
    { kind: "memory-target" },
    { kind: "requests-target", requestsPerTarget: 100 },
  ]);
  expect(json.resources("aws_appautoscaling_policy")).toHaveLength(3);
  expect(json.resources("aws_appautoscaling_target")).toHaveLength(1);
});

test("a floor is what it was set to, whatever the desired count", () => {
  expect(
    scaled([{ kind: "cpu-target" }], { minTasks: 5 }).resource("aws_appautoscaling_target")
      .min_capacity,
  ).toBe(5);
});

describe("refuses", () => {
  const cpu: ServiceScalingStrategy = { kind: "cpu-target" };
  const step = (rest: object): ServiceScalingStrategy[] => [{ kind: "step", ...rest }];
  const action = { schedule: "rate(1 day)", minTasks: 1, maxTasks: 2 };
  const scheduled = (rest: object): ServiceScalingStrategy[] => [
    { kind: "scheduled", actions: { day: { ...action, ...rest } } },
  ];

  test.each<[string, readonly ServiceScalingStrategy[], Partial<ServiceScalingProps>, string]>([
    [
      "a floor above the ceiling",
      [cpu],
      { minTasks: 21 },
      "`minTasks` must not be above maxTasks (20), got 21",
    ],
    [
      "a floor of none that nothing could leave",
      [cpu],
      { minTasks: 0 },
      "`minTasks` must be at least 1 unless",
    ],
    [
      "a target above 100",
      [{ ...cpu, targetPercent: 101 }],
      {},
      "`targetPercent` must be from 1 to 100, got 101",
    ],
    [
      "a target of 0",
      [{ kind: "memory-target", targetPercent: 0 }],
      {},
      "must be from 1 to 100, got 0",
    ],
    [
      "a negative cool-down",
      [{ ...cpu, scaleInCooldownSeconds: -1 }],
      {},
      "`scaleInCooldownSeconds` must be from 0",
    ],
    [
      "two of a kind",
      [cpu, cpu],
      {},
      `\`strategies.1.kind\` must not follow the service's CPU, as "cpu-target" of strategies[0] does, got "cpu-target"`,
    ],
    [
      "two steps on a metric",
      [...step({}), ...step({})],
      {},
      `must not follow the service's CPU, as "step" of strategies[0] does, got "step"`,
    ],
    [
      "a target and steps on one metric",
      [cpu, ...step({})],
      {},
      `must not follow the service's CPU, as "cpu-target" of strategies[0] does, got "step"`,
    ],
    [
      "the same for memory",
      [{ kind: "memory-target" }, ...step({ metric: "memory" })],
      {},
      "must not follow the service's memory, as",
    ],
    [
      "requests without a target group",
      [{ kind: "requests-target", requestsPerTarget: 10 }],
      { requestCount: undefined },
      "must have a target group to count requests in",
    ],
    [
      "no requests",
      [{ kind: "requests-target", requestsPerTarget: 0 }],
      {},
      "must be at least 1, got 0",
    ],
    [
      "thresholds that overlap",
      step({ scaleOut: { thresholdPercent: 40 }, scaleIn: { thresholdPercent: 40 } }),
      {},
      "`scaleIn.thresholdPercent` must be below scaleOut.thresholdPercent (40), got 40",
    ],
    [
      "a step out that removes",
      step({ scaleOut: { adjustment: -1 } }),
      {},
      "`scaleOut.adjustment` must be from 1",
    ],
    [
      "a larger step that starts no later",
      step({ scaleOut: { largerSteps: [{ thresholdPercent: 60, adjustment: 2 }] } }),
      {},
      "`scaleOut.largerSteps.0.thresholdPercent` must be above 60, that of the step before, got 60",
    ],
    [
      "a step in that adds",
      step({ scaleIn: { adjustment: 1 } }),
      {},
      "`scaleIn.adjustment` must be from -5000 to -1",
    ],
    [
      "a period that ECS does not report in",
      step({ scaleIn: { periodSeconds: 90 } }),
      {},
      "must be a number of seconds from 60 to 86400, in whole minutes, got 90",
    ],
    [
      "an alarm that looks back over more than a day",
      step({ scaleOut: { periodSeconds: 3600, evaluationPeriods: 25 } }),
      {},
      "`scaleOut.evaluationPeriods` must not be above 24, which make a day with periodSeconds 3600, got 25",
    ],
    ["a schedule without actions", [{ kind: "scheduled", actions: {} }], {}, "at least one entry"],
    ["a schedule AWS does not read", scheduled({ schedule: "0 6 * * *" }), {}, 'got "0 6 * * *"'],
    [
      "a scheduled floor above its ceiling",
      scheduled({ minTasks: 3 }),
      {},
      "`actions.day.minTasks` must not be above actions.day.maxTasks (2), got 3",
    ],
  ])("%s", (_, strategies, props, message) => {
    expect(() => scaled(strategies, props)).toThrow(message);
  });

  test("a desired count above the ceiling", () => {
    expect(() => scaled([cpu], {}, () => ({ desiredCount: 30 }))).toThrow(
      "`desiredCount` must not be above maxTasks (20), got 30",
    );
  });

  test("a daemon, whose number of tasks is not for tasks to say", () => {
    expect(() => scaled([cpu], {}, () => ({ schedulingStrategy: "DAEMON" }))).toThrow(
      "`strategies` must be empty for a DAEMON service",
    );
  });
});
