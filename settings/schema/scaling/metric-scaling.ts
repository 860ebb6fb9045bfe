import * as z from "zod";
import * as cloudwatch from "../../../aws/observability/cloudwatch";
import { stepDefaults } from "../../../aws/defaults";
import { anyQueueName } from "../../../aws/data/queues";
import { cooldownSeconds, targetValue } from "../../../aws/scaling/scaling";
import { ofAws, rule } from "../../rules/rule";
import { dictionary, flag, number, settings, text, textOf, wholeNumber } from "../fields";

export const cooldowns = {
  /** Seconds after removing tasks before the next change. @default 300 */
  scaleInCooldownSeconds: wholeNumber(...cooldownSeconds).optional(),
  /** Seconds after adding tasks before more are added. @default 300 */
  scaleOutCooldownSeconds: wholeNumber(...cooldownSeconds).optional(),
};

/**
 * Messages that wait in an SQS queue, for each task. AWS finds the number by division: how long a message may wait, by how
 * long one takes.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export const queueTarget = settings({
  kind: z.literal("queue-target"),
  /** Messages that may wait for each task: 600 where one takes 0.1 s and may wait for a minute. */
  messagesPerTask: wholeNumber(...targetValue),
  /** @default the queue of the worker; any other system must name one */
  queueName: textOf(anyQueueName).optional(),
  ...cooldowns,
});

const metricBase = settings({
  /** Such as "AWS/SQS", or one of your own. */
  namespace: textOf(cloudwatch.metricNamespace),
  metricName: textOf(cloudwatch.metricName),
  /** All that the metric has, by name: one that is left out makes it another metric. @default none */
  dimensions: dictionary(
    "of 1 to 255 letters, digits and ./_#:-",
    cloudwatch.dimensionName,
    textOf(cloudwatch.dimensionValue),
    { max: cloudwatch.MAX_DIMENSIONS },
  ).prefault({}),
  /** Of the readings of a minute; percentiles, as in "p95", where the metric has them. @default "Average" */
  statistic: textOf(cloudwatch.statistic).default(stepDefaults.statistic),
  /**
   * Whether its dimensions are those of the service's own load balancer and target group, which only a deployment tells. Needs
   * the namespace "AWS/ApplicationELB". @default false
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
   */
  ofLoadBalancer: flag().default(false),
});

/** A metric of CloudWatch. */
export const metric = metricBase.check(
  rule<z.output<typeof metricBase>>(
    ["namespace", "dimensions", "ofLoadBalancer"],
    ofAws(cloudwatch.balancerMetricFits),
  ),
);

/** What tells a strategy on a metric from others of the service. */
export function metricStrategyName() {
  return text(
    'must be 1 to 30 lowercase letters, digits and inner hyphens, as in "latency"',
    /^[a-z](-?[a-z0-9]){0,29}$/,
  ).default("metric");
}

/**
 * Any metric of CloudWatch that falls when tasks are added, or what metric math makes of several.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export const metricTarget = settings({
  kind: z.literal("metric-target"),
  /** Tells it from others of the service, and ends the policy's name. @default "metric" */
  name: metricStrategyName(),
  /** What the metric, or the expression, is kept at. */
  targetValue: number(...cloudwatch.targetValue),
  /** By the names that the expression has for them. */
  metrics: dictionary(cloudwatch.metricId.rule, cloudwatch.metricId.pattern, metric, {
    min: cloudwatch.metricsPerPolicy[0],
    max: cloudwatch.metricsPerPolicy[1],
  }),
  /** Metric math, as in "100 * errors / requests". @default the one metric */
  expression: textOf(cloudwatch.metricExpression).optional(),
  /** Whether it is divided by the number of running tasks, which Container Insights counts. @default false */
  perTask: flag().default(false),
  ...cooldowns,
}).check(
  rule<cloudwatch.MetricMath>(
    ["expression", "metrics", "perTask"],
    ofAws(cloudwatch.expressionFits),
  ),
);
