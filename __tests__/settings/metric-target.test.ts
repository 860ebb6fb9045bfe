import { environments } from "../fixtures/environments/all";
import {
  type EnvironmentSettings,
  formatProblem,
  parseEnvironments,
} from "../../settings/environment";
import { parsed, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const strategies = (...list: unknown[]) => ({ "serviceScaling.strategies": list });
const AT = "serviceScaling.strategies[0]";
const m1 = { namespace: "Shop", metricName: "Orders" };
const target = (rest: object = {}) => ({
  kind: "metric-target",
  targetValue: 10,
  metrics: { m1 },
  ...rest,
});

systemErrorIf([
  [
    "a queue target names no queue, and the system has none",
    strategies({ kind: "queue-target", messagesPerTask: 100 }),
    `${AT}.queueName must be given, for the system has no queue of its own, but is missing. Name the SQS queue that the service takes its work from.`,
  ],
  [
    "nobody counts the tasks that the backlog is divided by",
    {
      ...strategies({ kind: "queue-target", messagesPerTask: 100, queueName: "jobs" }),
      containerInsights: "disabled",
    },
    `${AT}.kind must not be "queue-target" while containerInsights is "disabled", for only Container Insights counts the tasks that it divides by, got "queue-target". Set containerInsights of the system to "enabled", or scale on something else.`,
  ],
  [
    "nobody counts the tasks that a metric is divided by",
    { ...strategies(target({ perTask: true })), containerInsights: "disabled" },
    `${AT}.kind must not be "metric-target" while containerInsights is "disabled", for only Container Insights counts the tasks that it divides by, got "metric-target". Set containerInsights of the system to "enabled", or scale on something else.`,
  ],
  [
    "two queue targets follow one queue",
    strategies(
      { kind: "queue-target", messagesPerTask: 100, queueName: "jobs" },
      { kind: "queue-target", messagesPerTask: 50, queueName: "jobs" },
    ),
    'serviceScaling.strategies[1].kind must not follow the backlog of jobs, as "queue-target" of strategies[0] does, got "queue-target". Two strategies that follow one metric work against each other: remove one of them.',
  ],
  [
    "two metric targets have one name",
    strategies(target(), target({ targetValue: 5 })),
    'serviceScaling.strategies[1].kind must not follow what is called "metric", as "metric-target" of strategies[0] does, got "metric-target". Two strategies that follow one metric work against each other: remove one of them.',
  ],
  [
    "a target value is zero",
    strategies(target({ targetValue: 0 })),
    `${AT}.targetValue must be a number from 0.0001 to 1000000000, got 0.`,
  ],
  [
    "nothing says what becomes of two metrics",
    strategies(target({ metrics: { m1, m2: m1 } })),
    `${AT}.expression must combine the 2 metrics (m1, m2), but is missing. Write it as in "m1 / m2", or name one metric only.`,
  ],
  [
    "an expression uses a metric that is not there",
    strategies(target({ expression: "m1 / m3" })),
    `${AT}.expression must use names of metrics (m1) and functions in upper case, got "m1 / m3". Add m3 to metrics, or write another name.`,
  ],
  [
    "an expression leaves a metric out",
    strategies(target({ metrics: { m1, m2: m1 }, expression: "FILL(m1, 0)" })),
    `${AT}.expression must use each of the metrics (m1, m2), and leaves out m2, got "FILL(m1, 0)". Use m2, or remove it from metrics.`,
  ],
  [
    "an expression gives several series",
    strategies(target({ expression: "SEARCH('{Shop,Api}', 'Sum') + m1" })),
    `${AT}.expression must be an expression of metric math, as in "m1 / m2": 1 to 1000 characters without $, % and braces, got "SEARCH('{Shop,Api}', 'Sum') + m1".`,
  ],
  [
    "an expression gives all series",
    strategies(target({ expression: "METRICS() / m1" })),
    `${AT}.expression must return one time series, and METRICS returns several, got "METRICS() / m1". Name each metric, and combine them by arithmetic or a function such as SUM([m1, m2]).`,
  ],
  [
    "a metric has the name of the number of tasks",
    strategies(target({ metrics: { tasks: m1 }, perTask: true })),
    `${AT}.metrics.tasks must have another name while perTask is true, because perTask adds a metric of this name, got "tasks". Rename it.`,
  ],
  [
    "a statistic is unknown",
    strategies(target({ metrics: { m1: { ...m1, statistic: "avg" } } })),
    `${AT}.metrics.m1.statistic must be "Average", "Sum", "Minimum", "Maximum", "SampleCount" or a percentile, as in "p95", got "avg".`,
  ],
]);

test("takes metrics that need no Container Insights without it, and names in quotes that are no metrics", () => {
  const change = {
    ...strategies(target({ expression: 'IF(m1 > 0, m1, 0) + FILL(m1, "repeat")' })),
    containerInsights: "disabled",
  };
  expect(problemsOf(system(change))).toEqual([]);
  expect(parsed(system(change)).systems["http-scale-out"]?.serviceScaling.strategies).toEqual([
    target({
      name: "metric",
      perTask: false,
      expression: 'IF(m1 > 0, m1, 0) + FILL(m1, "repeat")',
      metrics: { m1: { ...m1, dimensions: {}, statistic: "Average", ofLoadBalancer: false } },
    }),
  ]);
});

test("latency alone is warned about, because AWS says that it is no target", () => {
  const latency = {
    namespace: "AWS/ApplicationELB",
    metricName: "TargetResponseTime",
    ofLoadBalancer: true,
  };
  const warned = (rest: object) =>
    warningsOf(system({ "serviceScaling.maxTasks": 15, ...strategies(target(rest)) }));
  expect(warned({ metrics: { m1: latency } })).toEqual([
    "dev.systems.http-scale-out.serviceScaling.strategies[0].metrics are latency alone, which AWS says does not work for target " +
      'tracking: it does not change in proportion to the number of tasks. Use "metric-step", or requests in flight ' +
      "(docs/how-to/scale-on-metrics.md).",
  ]);
  const requests = { ...latency, metricName: "RequestCountPerTarget", statistic: "Sum" };
  expect(warned({ metrics: { m1: latency, m2: requests }, expression: "m1 * m2 / 60" })).toEqual(
    [],
  );
});

test("a metric of Container Insights needs it, in a system of several services as well", () => {
  const own: EnvironmentSettings = environments.dev;
  const insights = { namespace: "ECS/ContainerInsights", metricName: "PendingTaskCount" };
  const services = {
    food: { serviceScaling: { strategies: [target({ metrics: { m1: insights } })] } },
  };
  const { problems } = parseEnvironments({
    dev: {
      ...own,
      containerInsights: "disabled",
      systems: { "http-api": { ...own.systems["http-api"], services } },
    },
  });
  expect(problems.map(formatProblem)).toEqual([
    'dev.systems.http-api.services.food.serviceScaling.strategies[0].kind must not be "metric-target" while containerInsights is "disabled", for only Container Insights counts the tasks that it divides by, got "metric-target". Set containerInsights of the system to "enabled", or scale on something else.',
  ]);
});
