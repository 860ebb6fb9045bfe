import type { MetricStep } from "../../../../modules/service/scaling/metric-step";
import {
  ServiceScaling,
  type ServiceScalingProps,
} from "../../../../modules/service/scaling/service-scaling";
import { synth, type TerraformJson } from "../../../support/synth";
import { service } from "../fixtures";

const REQUEST_COUNT = {
  loadBalancerArnSuffix: "app/balancer/1",
  targetGroupArnSuffix: "targetgroup/shop/2",
};
const own = { namespace: "Shop", metricName: "Queued", dimensions: { Api: "orders" } };
const latency = {
  namespace: "AWS/ApplicationELB",
  metricName: "TargetResponseTime",
  statistic: "p95",
  ofLoadBalancer: true,
};

type Given = Partial<Omit<MetricStep, "kind">>;

function scaled(given: Given, props: Partial<ServiceScalingProps> = {}): TerraformJson {
  return synth((stack) => {
    new ServiceScaling(stack, "scaling", {
      service: service(stack),
      minTasks: 1,
      maxTasks: 20,
      strategies: [
        { kind: "cpu-target" },
        { kind: "metric-step", metric: own, scaleOut: { threshold: 100 }, ...given },
      ],
      requestCount: REQUEST_COUNT,
      ...props,
    });
  });
}

const policiesOf = (json: TerraformJson) =>
  json
    .resources("aws_appautoscaling_policy")
    .filter(({ policy_type: type }) => type === "StepScaling");
const alarmsOf = (json: TerraformJson) => json.resources("aws_cloudwatch_metric_alarm");

test("adds a task above the threshold, and leaves the removal to others unless told", () => {
  const json = scaled({});
  expect(policiesOf(json)).toMatchObject([
    {
      name: "${aws_ecs_service.service.name}-metric-step-metric-scale-out",
      resource_id: "${aws_appautoscaling_target.scaling.resource_id}",
      lifecycle: { replace_triggered_by: ["aws_appautoscaling_target.scaling.id"] },
      step_scaling_policy_configuration: {
        adjustment_type: "ChangeInCapacity",
        cooldown: 300,
        metric_aggregation_type: "Average",
        step_adjustment: [{ metric_interval_lower_bound: "0", scaling_adjustment: 1 }],
      },
    },
  ]);
  const [alarm] = alarmsOf(json);
  expect(alarm).toEqual({
    alarm_name:
      "${aws_ecs_cluster.cluster.name}-${aws_ecs_service.service.name}-metric-step-metric-scale-out",
    alarm_description: "Average of Queued above 100: scale-out of tasks",
    namespace: "Shop",
    metric_name: "Queued",
    dimensions: { Api: "orders" },
    statistic: "Average",
    comparison_operator: "GreaterThanThreshold",
    threshold: 100,
    period: 60,
    evaluation_periods: 1,
    treat_missing_data: "notBreaching",
    alarm_actions: [expect.stringMatching(/^\$\{aws_appautoscaling_policy\..*scale-out.*\.arn\}$/)],
  });
});

test("looks every 10 seconds at a metric of one's own", () => {
  const [alarm] = alarmsOf(scaled({ scaleOut: { threshold: 5, periodSeconds: 10 } }));
  expect(alarm).toMatchObject({ period: 10 });
});

test("takes steps, with bounds free of the traces of binary fractions, and removes tasks", () => {
  const json = scaled({
    name: "latency",
    metric: latency,
    scaleOut: {
      threshold: 0.3,
      comparison: "at-or-above",
      periodSeconds: 120,
      evaluationPeriods: 2,
      adjustment: 20,
      adjustmentUnit: "percent",
      largerSteps: [{ threshold: 0.9, adjustment: 100 }],
    },
    scaleIn: { threshold: 0.05, periodSeconds: 300, evaluationPeriods: 3, adjustment: -2 },
    cooldownSeconds: 120,
  });
  expect(policiesOf(json).map((policy) => policy["step_scaling_policy_configuration"])).toEqual([
    {
      adjustment_type: "ChangeInCapacity",
      cooldown: 120,
      metric_aggregation_type: "Average",
      step_adjustment: [{ metric_interval_upper_bound: "0", scaling_adjustment: -2 }],
    },
    {
      adjustment_type: "PercentChangeInCapacity",
      cooldown: 120,
      metric_aggregation_type: "Average",
      step_adjustment: [
        {
          metric_interval_lower_bound: "0",
          metric_interval_upper_bound: "0.6",
          scaling_adjustment: 20,
        },
        { metric_interval_lower_bound: "0.6", scaling_adjustment: 100 },
      ],
    },
  ]);
  const dimensions = { LoadBalancer: "app/balancer/1", TargetGroup: "targetgroup/shop/2" };
  const [scaleIn, scaleOut] = alarmsOf(json);
  expect(scaleOut).toMatchObject({
    dimensions,
    extended_statistic: "p95",
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 0.3,
    period: 120,
    evaluation_periods: 2,
  });
  expect(scaleOut).not.toHaveProperty("statistic");
  expect(scaleIn).toMatchObject({
    dimensions,
    extended_statistic: "p95",
    comparison_operator: "LessThanThreshold",
    threshold: 0.05,
    period: 300,
    evaluation_periods: 3,
  });
});

const step = (scaleOut: Partial<MetricStep["scaleOut"]>) => ({
  scaleOut: { threshold: 10, ...scaleOut },
});

test.each<[string, Given, Partial<ServiceScalingProps>, string]>([
  ["a negative threshold", step({ threshold: -1 }), {}, "`scaleOut.threshold` must be from 0 to"],
  [
    "a period between those of CloudWatch",
    step({ periodSeconds: 15 }),
    {},
    "`scaleOut.periodSeconds` must be 10, 20, 30, or a number of seconds from 60",
  ],
  [
    "looking more often than AWS measures",
    { metric: latency, scaleOut: { threshold: 1, periodSeconds: 30 } },
    {},
    "`scaleOut.periodSeconds` must be at least 60 for a metric of AWS/ApplicationELB",
  ],
  [
    "an alarm that looks back over more than a day",
    step({ periodSeconds: 20, evaluationPeriods: 4321 }),
    {},
    "`scaleOut.evaluationPeriods` must not be above 4320",
  ],
  ["a step out that removes", step({ adjustment: -1 }), {}, "`scaleOut.adjustment` must be from 1"],
  [
    "a step in that adds",
    { scaleIn: { threshold: 1, adjustment: 1 } },
    {},
    "`scaleIn.adjustment` must be from -5000 to -1",
  ],
  [
    "thresholds that overlap",
    { scaleIn: { threshold: 100 } },
    {},
    "`scaleIn.threshold` must be below scaleOut.threshold (100), got 100",
  ],
  [
    "a larger step that starts no later",
    step({ largerSteps: [{ threshold: 10, adjustment: 2 }] }),
    {},
    "`scaleOut.largerSteps.0.threshold` must be above 10, that of the step before, got 10",
  ],
  ["a negative pause", { cooldownSeconds: -1 }, {}, "`cooldownSeconds` must be from 0"],
  [
    "a load balancer that is not there",
    { metric: latency },
    { requestCount: undefined },
    "`metric.ofLoadBalancer` must not be true without a target group",
  ],
  [
    "dimensions besides those of the load balancer",
    { metric: { ...latency, dimensions: { Zone: "a" } } },
    {},
    "`metric.dimensions` must be removed while ofLoadBalancer is true",
  ],
  [
    "another namespace than the load balancer's",
    { metric: { ...latency, namespace: "Shop" } },
    {},
    '`metric.namespace` must be "AWS/ApplicationELB" while ofLoadBalancer is true, got "Shop"',
  ],
])("refuses %s", (_, given, props, message) => {
  expect(() => scaled(given, props)).toThrow(message);
});

test("refuses to add tasks that nothing removes", () => {
  const alone = (given: Given) => () =>
    scaled(
      {},
      {
        strategies: [
          { kind: "metric-step", metric: own, scaleOut: { threshold: 100 }, ...given },
          { kind: "predictive" },
        ],
      },
    );
  expect(alone({})).toThrow(
    "`strategies.0.scaleIn` must be given without another strategy that removes tasks, but is missing.",
  );
  expect(alone({ scaleIn: { threshold: 10 } })).not.toThrow();
});
