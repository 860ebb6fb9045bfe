import { type Block, blockOf, blocksOf, mapOf, textOf } from "../../synthesized/fields";
import { addressIn } from "../../synthesized/resources";
import { parseMetricMath } from "../model/cloudwatch/metric-math";
import type { AlarmSettings, Metric, MetricSource, Percentile, Statistic } from "../model/system";

/** Names of everything in the stack that a metric can refer to. */
export interface KnownNames {
  readonly services: readonly string[];
  readonly groups: readonly string[];
  /** Queues that a service works on. @default none */
  readonly queues?: readonly string[];
  /** Service names by the addresses of their target groups. @default none */
  readonly targetGroups?: Readonly<Record<string, string>>;
}

interface MetricName {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

interface Known {
  readonly of: "service" | "queue" | "target-group";
  /** The dimension that names its subject. */
  readonly dimension: string;
  readonly metric: Metric;
  readonly statistics: readonly Statistic[];
  /** @default false */
  readonly hasPercentiles?: boolean;
}

const MEASURED = ["Average", "Minimum", "Maximum"] as const;
/** AWS sends one value per minute, so all statistics of a minute are equal. */
const ONCE_A_MINUTE = [...MEASURED, "Sum"] as const;
const COUNTED = ["Sum"] as const;

const service = (metric: Metric, statistics: readonly Statistic[]): Known => ({
  of: "service",
  dimension: "ServiceName",
  metric,
  statistics,
});
const queue = (metric: Metric, statistics: readonly Statistic[] = ONCE_A_MINUTE): Known => ({
  of: "queue",
  dimension: "QueueName",
  metric,
  statistics,
});
const targets = (metric: Metric, statistics: readonly Statistic[] = COUNTED): Known => ({
  of: "target-group",
  dimension: "TargetGroup",
  metric,
  statistics,
  hasPercentiles: metric === "response-seconds",
});

const KNOWN: Readonly<Record<string, Known>> = {
  "AWS/ECS CPUUtilization": service("cpu", MEASURED),
  "AWS/ECS MemoryUtilization": service("memory", MEASURED),
  "ECS/ContainerInsights RunningTaskCount": service("running-tasks", ONCE_A_MINUTE),
  "ECS/ContainerInsights DesiredTaskCount": service("desired-tasks", ONCE_A_MINUTE),
  "AWS/ApplicationELB RequestCountPerTarget": targets("requests-per-target"),
  "AWS/ApplicationELB RequestCount": targets("requests"),
  "AWS/ApplicationELB TargetResponseTime": targets("response-seconds", ["Average"]),
  "AWS/SQS ApproximateNumberOfMessagesVisible": queue("visible-messages"),
  "AWS/SQS ApproximateNumberOfMessagesNotVisible": queue("messages-in-flight"),
  "AWS/SQS ApproximateAgeOfOldestMessage": queue("oldest-message-seconds", MEASURED),
  "AWS/SQS NumberOfMessagesSent": queue("messages-sent", COUNTED),
  "AWS/SQS NumberOfMessagesDeleted": queue("messages-deleted", COUNTED),
};

type Measured = Pick<AlarmSettings, "statistic"> & { readonly source: MetricSource };

/** @returns the metric's name if the model does not support it */
export function readMetric(name: MetricName, names: KnownNames): Measured | string {
  const { namespace, metricName, dimensions, statistic } = name;
  const label = `${namespace} ${metricName}`.trim();
  if (namespace === "AWS/ECS" && metricName === "CPUUtilization" && !("ServiceName" in dimensions))
    return measured({ of: "cluster", name: "cluster", metric: "cpu" }, statistic, MEASURED, label);
  if (label === "AWS/EC2 CPUUtilization") {
    const group = dimensions["AutoScalingGroupName"] ?? "";
    if (!names.groups.includes(group)) return `${label} of ${group || "each instance"}`;
    return measured({ of: "group", name: group, metric: "cpu" }, statistic, MEASURED, label);
  }
  const known = KNOWN[label];
  if (known === undefined) return label;
  const subject = dimensions[known.dimension] ?? "";
  const found = subjectOf(known, subject, names);
  if (found === undefined) return `${label} of ${subject || "everything"}`;
  const of = known.of === "target-group" ? "service" : known.of;
  const source = { of, name: found, metric: known.metric };
  return known.hasPercentiles && isPercentile(statistic)
    ? { source, statistic }
    : measured(source, statistic, known.statistics, label);
}

function subjectOf(
  { of }: Known,
  subject: string,
  { services, queues = [], targetGroups = {} }: KnownNames,
): string | undefined {
  if (of === "target-group") return targetGroups[addressIn(subject) ?? ""];
  return (of === "service" ? services : queues).find((each) => each === subject);
}

function isPercentile(statistic: string): statistic is Percentile {
  return /^p\d+(\.\d+)?$/.test(statistic);
}

function measured(
  source: MetricSource,
  statistic: string,
  allowed: readonly Statistic[],
  label: string,
): Measured | string {
  const found = allowed.find((each) => each === statistic);
  return found === undefined ? `the ${statistic} of ${label}` : { source, statistic: found };
}

/** A metric or a metric math expression, as a policy or an alarm lists them. */
interface Query {
  readonly id: string;
  readonly expression: string | undefined;
  readonly metric: MetricName;
}

/** The metric of an alarm or a policy, or the reason if the model does not support it. */
type Found = Pick<AlarmSettings, "source" | "statistic"> | string;

/**
 * The metric of a policy's customized specification: a single one, or metric math.
 *
 * @param service the service that scales on it
 */
export function readCustomMetric(specification: Block, service: string, names: KnownNames): Found {
  const queries = blocksOf(specification, "metrics");
  if (queries.length === 0) {
    const found = readMetric(nameIn(specification, textOf(specification, "statistic")), names);
    return typeof found === "string" ? unknown([found]) : found;
  }
  return readQueries(
    queries.map((query) => {
      const stat = blockOf(query, "metric_stat");
      return {
        id: textOf(query, "id", ""),
        expression: textOf(query, "expression"),
        metric: nameIn(blockOf(stat, "metric"), textOf(stat, "stat")),
      };
    }),
    service,
    names,
  );
}

/** The metric math of an alarm. */
export function readAlarmMath(
  queries: readonly Block[],
  subject: string,
  names: KnownNames,
): Found {
  return readQueries(
    queries.map((query) => {
      const metric = blockOf(query, "metric");
      const { namespace, metricName, statistic } = nameIn(metric, textOf(metric, "stat"));
      const dimensions = mapOf(metric, "dimensions");
      return {
        id: textOf(query, "id", ""),
        expression: textOf(query, "expression"),
        metric: { namespace, metricName, dimensions, statistic },
      };
    }),
    subject,
    names,
  );
}

function readQueries(queries: readonly Query[], name: string, names: KnownNames): Found {
  const inputs: Record<string, Measured> = {};
  const missing: string[] = [];
  for (const { id, metric } of queries.filter(({ expression }) => expression === undefined)) {
    const found = readMetric(metric, names);
    if (typeof found === "string") missing.push(found);
    else inputs[id] = found;
  }
  if (missing.length > 0) return unknown(missing);
  const [expression, ...others] = queries.flatMap((query) => query.expression ?? []);
  if (others.length > 0) return "the model does not support expressions of expressions";
  if (expression === undefined) return Object.values(inputs)[0] ?? "it uses no metric";
  try {
    parseMetricMath(expression);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `the model does not support "${expression}": ${error.message}`;
  }
  return { source: { of: "math", name, expression, inputs }, statistic: "Average" };
}

function unknown(metrics: readonly string[]): string {
  return `it uses ${metrics.join(" and ")}, which the model does not support`;
}

function nameIn(block: Block, statistic = "Average"): MetricName {
  const dimensions = blocksOf(block, "dimensions").map(
    (dimension) => [textOf(dimension, "name", ""), textOf(dimension, "value", "")] as const,
  );
  return {
    namespace: textOf(block, "namespace", ""),
    metricName: textOf(block, "metric_name", ""),
    dimensions: Object.fromEntries(dimensions),
    statistic,
  };
}
