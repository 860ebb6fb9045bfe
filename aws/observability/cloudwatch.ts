import type { Range, TextRule, Violation } from "../violation";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html */
export const metricNamespace: TextRule = {
  rule: 'must be the namespace of CloudWatch metrics, as in "AWS/SQS": 1 to 255 letters, digits and ./_#:-',
  pattern: /^(?!:)[\w./#:-]{1,255}$/,
};
/** Dimension names in the style of AWS metrics. AWS allows more. */
export const dimensionName = metricNamespace.pattern;
export const metricName: TextRule = {
  rule: "must be the name of a CloudWatch metric: 1 to 255 printable characters without $, % and braces",
  pattern: /^[ -#&-z|~]{1,255}$/,
};
export const dimensionValue: TextRule = {
  rule: "must be the value of a dimension: 1 to 1024 printable characters without $, % and braces",
  pattern: /^[ -#&-z|~]{1,1024}$/,
};
export const MAX_DIMENSIONS = 30;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const MAX_ALARM_NAME = 255;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export const statistic: TextRule = {
  rule: 'must be "Average", "Sum", "Minimum", "Maximum", "SampleCount" or a percentile, as in "p95"',
  pattern: /^(Average|Sum|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d{1,2})?)$/,
};

/** ID of a metric in an expression. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export const metricId: TextRule = {
  rule: 'of 1 to 50 letters, digits and underscores, the first a lower-case letter, as in "m1"',
  pattern: /^[a-z]\w{0,49}$/,
};

/** Metric math. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export const metricExpression: TextRule = {
  rule: 'must be an expression of metric math, as in "m1 / m2": 1 to 1000 characters without $, % and braces',
  pattern: /^[\w\s+\-*/^().,"'<>=!|&[\]:]{1,1000}$/,
};

/** Allowed target values of policies. Zero is excluded because it is a divisor. */
export const targetValue: Range = [0.000_1, 1_000_000_000];

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
export const BALANCER_METRICS = "AWS/ApplicationELB";

interface MetricOfBalancer {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly ofLoadBalancer: boolean;
}

/** A metric of the service's load balancer uses that namespace and fixed dimensions. */
export function balancerMetricFits(metric: MetricOfBalancer): Violation[] {
  if (!metric.ofLoadBalancer) return [];
  const found: Violation[] = [];
  if (metric.namespace !== BALANCER_METRICS)
    found.push({
      field: "namespace",
      rule: `must be "${BALANCER_METRICS}" while ofLoadBalancer is true`,
      got: metric.namespace,
      fix: "Change one of them.",
    });
  if (Object.keys(metric.dimensions).length > 0)
    found.push({
      field: "dimensions",
      rule: "must be removed while ofLoadBalancer is true, which sets them",
      got: metric.dimensions,
      fix: "Remove them, or ofLoadBalancer.",
    });
  return found;
}

/** Metrics per policy. This project's own limit, far below AWS's limit for a request (50 KB). */
export const metricsPerPolicy: Range = [1, 8];

/** ID of the number of running tasks in this project's expressions. */
export const TASKS = "tasks";

/** The Container Insights metric with the number of a service's running tasks. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html */
export const CONTAINER_INSIGHTS = "ECS/ContainerInsights";

export interface MetricMath {
  readonly expression?: string;
  /** Metrics by their ID in the expression. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Whether the result is divided by the number of tasks. */
  readonly perTask: boolean;
}

/**
 * In an expression, metrics are in lower case and functions in upper case. Application Auto Scaling rejects unused metrics,
 * and expressions that return several time series.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export function expressionFits({ expression, metrics, perTask }: MetricMath): Violation[] {
  const ids = Object.keys(metrics);
  const found: Violation[] = [];
  if (perTask && ids.includes(TASKS)) {
    found.push({
      field: `metrics.${TASKS}`,
      rule: "must have another name while perTask is true, because perTask adds a metric of this name",
      got: TASKS,
      fix: "Rename it.",
    });
  }
  if (expression === undefined) {
    if (ids.length === 1) return found;
    return [
      ...found,
      {
        field: "expression",
        rule: `must combine the ${ids.length} metrics (${ids.join(", ")})`,
        got: undefined,
        fix: `Write it as in "${ids.join(" / ")}", or name one metric only.`,
      },
    ];
  }
  const words = expression.replaceAll(/"[^"]*"|'[^']*'/g, "").match(/[a-zA-Z_]\w*/g) ?? [];
  const used = words.filter((word) => /^[a-z]/.test(word));
  const unknown = used.find((word) => !ids.includes(word));
  const unused = ids.find((id) => !used.includes(id));
  const several = words.find((word) => /^(SEARCH|METRICS|SLICE|SORT)$/.test(word));
  if (several !== undefined) {
    found.push({
      field: "expression",
      rule: `must return one time series, and ${several} returns several`,
      got: expression,
      fix: "Name each metric, and combine them by arithmetic or a function such as SUM([m1, m2]).",
    });
  } else if (unknown !== undefined) {
    found.push({
      field: "expression",
      rule: `must use names of metrics (${ids.join(", ")}) and functions in upper case`,
      got: expression,
      fix: `Add ${unknown} to metrics, or write another name.`,
    });
  } else if (unused !== undefined) {
    found.push({
      field: "expression",
      rule: `must use each of the metrics (${ids.join(", ")}), and leaves out ${unused}`,
      got: expression,
      fix: `Use ${unused}, or remove it from metrics.`,
    });
  }
  return found;
}

/**
 * Number of one-minute data points that an alarm can evaluate: a day.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const alarmMinutes: Range = [1, 1440];

/** Alarm thresholds. These are this project's own limits: AWS accepts any number. */
export const alarmRanges = {
  latencyMs: [1, 600_000],
  stoppedTasks: [1, 1000],
  cpuCredits: [0, 5000],
  certificateDays: [1, 365],
  logErrors: [1, 1_000_000],
  blockedRequests: [1, 1_000_000_000],
} as const satisfies Record<string, Range>;

/**
 * Availability objectives in percent. Below 93, the fastest burn rate (14.4) is more than 100 % of errors. Above 99.99, a
 * single error is an incident.
 */
export const availabilityPercent: Range = [95, 99.99];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html as of November 2026 */
export const compositeAlarm = { maxChildren: 100, maxRuleLength: 10_240 };

/**
 * Thresholds of alarms that a setting adds, by AWS's recommendations. AWS says 80 % for the average memory of a service's
 * tasks, which is too low for the task that uses most, and 25 % for the free memory of a database, of which MySQL leaves
 * less to its buffer pool.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html as of November 2026
 */
export const recommended = {
  clientErrorShare: 0.05,
  quietMinutes: 15,
  droppedPacketShare: 0.000_1,
  natMinutes: 15,
  taskMemoryPercent: 90,
  taskStoragePercent: 90,
  databaseMemoryPercent: 10,
  diskBurstPercent: 10,
  tableErrorMinutes: 15,
};

/**
 * Operations by which DynamoDB measures requests to a table.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
export const TABLE_OPERATIONS = [
  "GetItem",
  "BatchGetItem",
  "Query",
  "Scan",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
];
