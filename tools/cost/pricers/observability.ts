import type { Block } from "../../synthesized/fields";
import { taskCounts } from "../capacity";
import { charge, type Item, type Pricer, type Pricing } from "../charge";
import { always, type ByLevel, byLevel } from "../levels";
import { blocksOf, firstBlock, textOf } from "../../synthesized/fields";
import { numberIn, type Resource } from "../stack-view";
import { connectionsPerMonth, requestsPerMonth } from "../traffic";

const BYTES_PER_GB = 1024 ** 3;
const DAYS_PER_MONTH = 730 / 24;

/** Ingested and stored logs of a group. The volume depends on what writes to the group. */
export const logGroup: Pricer = (resource, pricing) => {
  const bytes = loggedBytes(resource, pricing);
  if (bytes === undefined) {
    return [{ resource: resource.address, remark: "not counted: logs of unknown size" }];
  }
  const months = (numberIn(resource.block, "retention_in_days") ?? 0) / DAYS_PER_MONTH;
  const ingested = byLevel((level) => bytes[level] / BYTES_PER_GB);
  return [
    charge(pricing, resource, {
      what: "log ingestion",
      unit: "GB",
      price: "cloudwatchLogs.gb",
      quantity: ingested,
    }),
    months === 0
      ? { resource: resource.address, remark: "not counted: logs that are never deleted" }
      : charge(pricing, resource, {
          what: "logs kept",
          unit: "GB-months",
          price: "cloudwatchLogs.storedGbMonth",
          quantity: byLevel(
            (level) => ingested[level] * pricing.assumptions.storedLogShare[level] * months,
          ),
        }),
  ];
};

function loggedBytes(group: Resource, pricing: Pricing): ByLevel | undefined {
  const { stack, assumptions } = pricing;
  const requests = requestsPerMonth(pricing);
  const tasks = stack.referring("aws_ecs_task_definition", group).length;
  if (tasks > 0) {
    const groupsOfTasks = stack
      .ofType("aws_cloudwatch_log_group")
      .filter((each) => stack.referring("aws_ecs_task_definition", each).length > 0).length;
    return byLevel(
      (level) => (requests[level] * assumptions.logBytesPerRequest[level]) / groupsOfTasks,
    );
  }
  // A line for each release.
  if (stack.referring("aws_lambda_function", group).length > 0) return always(0);
  if (stack.referring("aws_flow_log", group).length > 0) {
    const connections = connectionsPerMonth(pricing);
    return byLevel((level) => connections[level] * assumptions.flowLogBytesPerConnection[level]);
  }
  const stages = ["aws_api_gateway_stage", "aws_apigatewayv2_stage"];
  if (stages.some((type) => stack.referring(type, group).length > 0)) {
    return byLevel((level) => requests[level] * assumptions.accessLogBytesPerRequest[level]);
  }
  return undefined;
}

/** An alarm is billed per metric, and costs more if its period is shorter than a minute. */
export const metricAlarm: Pricer = (resource, pricing) => {
  const queries = blocksOf(resource.block, "metric_query")
    .map((query) => firstBlock(query, "metric"))
    .filter((metric) => metric !== undefined);
  const metrics: readonly Block[] = queries.length === 0 ? [resource.block] : queries;
  const often = metrics.some((metric) => (numberIn(metric, "period") ?? 60) < 60);
  return [alarmItem(pricing, resource, "alarm", metrics.length, often)];
};

/** A composite alarm has a fixed price, however many alarms it combines. */
export const compositeAlarm: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "composite alarm",
    unit: "months",
    price: "cloudwatchAlarms.compositeMonth",
    quantity: always(1),
  }),
];

/** A metric filter's metric is billed for the hours in which it has data, that is, a match. */
export const metricFilter: Pricer = (resource) => [
  {
    resource: resource.address,
    remark: "not counted: a metric that has data only when a log matches",
  },
];

/** Target tracking creates its own alarms: one to scale out and one to scale in. */
export const scalingPolicy: Pricer = (resource, pricing) =>
  textOf(resource.block, "policy_type") === "TargetTrackingScaling"
    ? [alarmItem(pricing, resource, "alarms of target tracking", 2, false)]
    : [];

function alarmItem(
  pricing: Pricing,
  resource: Resource,
  what: string,
  metrics: number,
  often: boolean,
): Item {
  return charge(pricing, resource, {
    what,
    unit: "metrics",
    price: often ? "cloudwatchAlarms.highResolutionMetricMonth" : "cloudwatchAlarms.metricMonth",
    quantity: always(metrics),
  });
}

/** A dashboard has a fixed price. The first three of the environment count as the account's free ones. */
export const dashboard: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "dashboard",
    unit: "months",
    price: "cloudwatchDashboards.dashboardMonth",
    quantity: always(1),
    sharesSteps: true,
  }),
];

/**
 * Container Insights metrics. AWS documents 8 metrics of utilization and reservation for each cluster, service and task
 * family, and 3 more counts for a cluster and 5 for a service. Enhanced observability adds the 8 for each task and
 * container, at a lower price per metric.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
const INSIGHTS = { cluster: 11, service: 13, family: 8, task: 8, container: 8 } as const;

export const ecsCluster: Pricer = (resource, pricing) => {
  const setting = blocksOf(resource.block, "setting").find(
    (each) => textOf(each, "name") === "containerInsights",
  );
  const mode = setting && textOf(setting, "value");
  if (mode !== "enabled" && mode !== "enhanced") return [];
  const { stack } = pricing;
  const services = stack.ofType("aws_ecs_service");
  const families = stack.ofType("aws_ecs_task_definition").length;
  const tasks = services.map((service) => taskCounts(stack, service));
  const running = byLevel((level) => tasks.reduce((sum, counts) => sum + counts[level], 0));
  const base = INSIGHTS.cluster + services.length * INSIGHTS.service + families * INSIGHTS.family;
  return [
    charge(pricing, resource, {
      what: `Container Insights (${mode})`,
      unit: "metrics",
      price:
        mode === "enhanced"
          ? "cloudwatchMetrics.insightsMetricMonth"
          : "cloudwatchMetrics.metricMonth",
      quantity: byLevel((level) =>
        mode === "enhanced" ? base + running[level] * (INSIGHTS.task + INSIGHTS.container) : base,
      ),
    }),
  ];
};
