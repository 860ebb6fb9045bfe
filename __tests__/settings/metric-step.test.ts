import { parsed, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const strategies = (...list: unknown[]) => ({ "serviceScaling.strategies": list });
const cpuTarget = { kind: "cpu-target" };
const AT = "serviceScaling.strategies[0]";
const own = { namespace: "Shop", metricName: "Queued" };
const latency = {
  namespace: "AWS/ApplicationELB",
  metricName: "TargetResponseTime",
  statistic: "p95",
  ofLoadBalancer: true,
};
const step = (rest: object = {}) => ({
  kind: "metric-step",
  metric: own,
  scaleOut: { threshold: 100 },
  scaleIn: { threshold: 10 },
  ...rest,
});

systemErrorIf([
  [
    "an alarm has no threshold",
    strategies(step({ scaleOut: {} })),
    `${AT}.scaleOut.threshold must be a number from 0 to 1000000000, but is missing.`,
  ],
  [
    "a period is none of CloudWatch",
    strategies(step({ scaleOut: { threshold: 100, periodSeconds: 15 } })),
    `${AT}.scaleOut.periodSeconds must be 10, 20, 30, or a number of seconds from 60 to 86400, in whole minutes, got 15.`,
  ],
  [
    "an alarm looks more often than AWS measures",
    strategies(step({ metric: latency, scaleIn: { threshold: 0.1, periodSeconds: 20 } })),
    `${AT}.scaleIn.periodSeconds must be at least 60 for a metric of AWS/ApplicationELB, which has one data point per minute, got 20. Raise it, or publish a high-resolution metric of your own.`,
  ],
  [
    "an alarm looks back more than a day",
    strategies(step({ scaleOut: { threshold: 100, periodSeconds: 10, evaluationPeriods: 8641 } })),
    `${AT}.scaleOut.evaluationPeriods must be a whole number from 1 to 8640, got 8641.`,
  ],
  [
    "thresholds overlap",
    strategies(step({ scaleIn: { threshold: 100 } })),
    `${AT}.scaleIn.threshold must be below scaleOut.threshold (100), got 100. Leave a gap wide enough that one step does not cross it.`,
  ],
  [
    "a larger step starts no later",
    strategies(
      step({ scaleOut: { threshold: 100, largerSteps: [{ threshold: 100, adjustment: 2 }] } }),
    ),
    `${AT}.scaleOut.largerSteps[0].threshold must be above 100, that of the step before, got 100. List the steps from the smallest to the largest.`,
  ],
  [
    "nothing removes tasks",
    strategies(step({ scaleIn: undefined })),
    `${AT}.scaleIn must be given without another strategy that removes tasks, but is missing. Set it. Or add a strategy, such as { kind: "cpu-target" }.`,
  ],
  [
    "two have one name",
    strategies(step(), step()),
    'serviceScaling.strategies[1].kind must not follow the steps of what is called "metric", as "metric-step" of strategies[0] does, got "metric-step". Two strategies that follow one metric work against each other: remove one of them.',
  ],
  [
    "a metric of the load balancer has another namespace",
    strategies(step({ metric: { ...latency, namespace: "AWS/NetworkELB" } })),
    `${AT}.metric.namespace must be "AWS/ApplicationELB" while ofLoadBalancer is true, got "AWS/NetworkELB". Change one of them.`,
  ],
  [
    "a metric of the load balancer has dimensions of its own",
    strategies({
      kind: "metric-target",
      targetValue: 1,
      metrics: { seconds: { ...latency, dimensions: { Zone: "a" } } },
    }),
    `${AT}.metrics.seconds.dimensions must be removed while ofLoadBalancer is true, which sets them, got an object. Remove them, or ofLoadBalancer.`,
  ],
  [
    "a metric follows one of two target groups",
    { ...strategies(step({ metric: latency })), deployment: { kind: "blue-green-by-ecs" } },
    `${AT}.metric.ofLoadBalancer must not be true with deployment "blue-green-by-ecs", because its metric follows one target group and stops after a switch to the other, got true. Use "cpu-target" or "step", or deployment "rolling".`,
  ],
  [
    "Container Insights does not measure the metric",
    {
      ...strategies(step({ metric: { ...own, namespace: "ECS/ContainerInsights" } })),
      containerInsights: "disabled",
    },
    `${AT}.kind must not be "metric-step" while containerInsights is "disabled", for its metric is one of Container Insights, got "metric-step". Set containerInsights of the system to "enabled", or scale on something else.`,
  ],
]);

test("goes with other strategies, and has the defaults of the module that makes it", () => {
  const settings = system({
    "serviceScaling.maxTasks": 15,
    ...strategies(cpuTarget, step({ name: "latency", metric: latency, scaleIn: undefined })),
  });
  expect(problemsOf(settings)).toEqual([]);
  expect(warningsOf(settings)).toEqual([]);
  const [, given] = parsed(settings).systems["http-scale-out"]?.serviceScaling.strategies ?? [];
  expect(given).toEqual({
    kind: "metric-step",
    name: "latency",
    metric: { ...latency, dimensions: {} },
    scaleOut: {
      threshold: 100,
      periodSeconds: 60,
      evaluationPeriods: 1,
      adjustment: 1,
      adjustmentUnit: "number",
      largerSteps: [],
      comparison: "above",
    },
    cooldownSeconds: 300,
  });
});

test("a metric of one's own may be looked at every 10 seconds", () => {
  const often = step({ scaleOut: { threshold: 100, periodSeconds: 10 } });
  expect(problemsOf(system(strategies(often)))).toEqual([]);
});

test.each([
  ["metric-step", step({ metric: latency }), "metric.ofLoadBalancer"],
  [
    "metric-target",
    { kind: "metric-target", targetValue: 1, metrics: { seconds: latency } },
    "metrics.seconds.ofLoadBalancer",
  ],
])("%s follows no load balancer of a worker", (_, strategy, field) => {
  const found = problemsOf({
    systems: { worker: { serviceScaling: { strategies: [cpuTarget, strategy] } } },
  });
  expect(found).toContainEqual(
    expect.stringContaining(
      `serviceScaling.strategies[1].${field} must not be true, because only a load balancer counts requests`,
    ),
  );
});

test("the names of its alarms fit CloudWatch", () => {
  const name = "n".repeat(30);
  const fits = (length: number) =>
    problemsOf(
      system({
        clusterName: "c".repeat(length),
        ...strategies(step({ name })),
      }),
    );
  // 255, without "-http-api-metric-step-", the name and "-scale-out".
  const most = 255 - "-http-api-metric-step-".length - 30 - "-scale-out".length;
  expect(fits(most)).toEqual([]);
  expect(fits(most + 1)).toEqual([
    expect.stringContaining(
      `clusterName must have at most ${most} characters with service "http-api"`,
    ),
  ]);
});
