import type {
  AppautoscalingPolicy,
  AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification as CustomizedMetric,
} from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import * as cloudwatch from "../../../aws/observability/cloudwatch";
import { anyQueueName } from "../../../aws/data/queues";
import { matches, obeys, validate, within } from "../../validation";
import { type Metric, metricChecks, namedMetric } from "./metric";
import type { ScaledService } from "./service-scaling";
import { type Cooldowns, cooldownChecks, trackTarget } from "./target-tracking";

/** Keeps a CloudWatch metric, or the result of metric math, at a target. */
export interface MetricTarget extends Cooldowns {
  readonly kind: "metric-target";
  /** Tells it from others of the service. @default "metric" */
  readonly name?: string;
  readonly targetValue: number;
  /** Metrics by their ID in the expression. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** @default the one metric */
  readonly expression?: string;
  /** Whether the value is divided by the number of running tasks, which needs Container Insights. @default false */
  readonly perTask?: boolean;
}

export interface MetricTargetScalingProps {
  readonly service: ScaledService;
  readonly strategy: MetricTarget;
}

/**
 * Target tracking on any metric that falls when tasks are added.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export class MetricTargetScaling extends Construct {
  readonly policy: AppautoscalingPolicy;

  constructor(scope: Construct, id: string, { service, strategy }: MetricTargetScalingProps) {
    super(scope, id);
    const { metrics, expression, targetValue, perTask = false } = strategy;
    validate(
      this,
      within("targetValue", targetValue, ...cloudwatch.targetValue),
      within("metrics", Object.keys(metrics).length, ...cloudwatch.metricsPerPolicy),
      ...cloudwatch
        .expressionFits({ expression, metrics, perTask })
        .map((found) => obeys(() => found, {})),
      ...Object.entries(metrics).flatMap(([name, metric]) =>
        metricChecks(metric, service, `metrics.${name}.`),
      ),
      ...cooldownChecks(strategy),
    );
    this.policy = trackTarget(this, service, {
      ...strategy,
      name: id,
      metric: { customized: metricMath(service, { metrics, expression, perTask }) },
      targetValue,
    });
  }
}

/** Keeps the number of messages that wait in a queue for each task at a target. */
export interface QueueTarget extends Cooldowns {
  readonly kind: "queue-target";
  /** At least 1. */
  readonly messagesPerTask: number;
  /** @default the queue of the service */
  readonly queueName?: string;
}

export interface QueueTargetScalingProps {
  readonly service: ScaledService;
  readonly strategy: QueueTarget;
}

/**
 * Target tracking on the backlog per task, by the expression that AWS gives for it. Without a running task there is nothing
 * to divide by, and no task is ever added: a service keeps at least one.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html#metric-math-sqs-queue-backlog
 */
export class QueueTargetScaling extends Construct {
  readonly policy: AppautoscalingPolicy | undefined;

  constructor(scope: Construct, id: string, { service, strategy }: QueueTargetScalingProps) {
    super(scope, id);
    const queueName = strategy.queueName ?? service.queueName;
    validate(
      this,
      () =>
        queueName === undefined
          ? "`queue-target` must have a queue to count messages in (`queueName`), got none."
          : undefined,
      matches("queueName", queueName, anyQueueName),
      within("messagesPerTask", strategy.messagesPerTask, 1, cloudwatch.targetValue[1]),
      ...cooldownChecks(strategy),
    );
    if (queueName === undefined) return;
    this.policy = trackTarget(this, service, {
      ...strategy,
      name: id,
      metric: {
        customized: metricMath(service, {
          metrics: {
            messages: {
              namespace: "AWS/SQS",
              metricName: "ApproximateNumberOfMessagesVisible",
              dimensions: { QueueName: queueName },
              statistic: "Sum",
            },
          },
          perTask: true,
        }),
      },
      targetValue: strategy.messagesPerTask,
    });
  }
}

interface Math extends Pick<MetricTarget, "metrics" | "expression"> {
  readonly perTask: boolean;
}

/** Each metric, and the one series that Application Auto Scaling compares with the target. */
function metricMath(
  service: ScaledService,
  { metrics, expression, perTask }: Math,
): CustomizedMetric {
  const { clusterName, serviceName } = service;
  const [only = ""] = Object.keys(metrics);
  const asGiven = expression ?? only;
  const value = perTask ? `(${asGiven}) / ${cloudwatch.TASKS}` : asGiven;
  const needed = {
    ...metrics,
    ...(perTask
      ? {
          [cloudwatch.TASKS]: {
            namespace: cloudwatch.CONTAINER_INSIGHTS,
            metricName: "RunningTaskCount",
            dimensions: { ClusterName: clusterName, ServiceName: serviceName },
          },
        }
      : {}),
  };
  const isMath = value !== only;
  return {
    metrics: [
      ...Object.entries(needed).map(([id, metric]) => query(id, metric, service, !isMath)),
      ...(isMath ? [{ id: "value", expression: value, returnData: true }] : []),
    ],
  };
}

function query(id: string, metric: Metric, service: ScaledService, returnData: boolean) {
  const { namespace, metricName, dimensions, statistic } = namedMetric(metric, service);
  return {
    id,
    metricStat: {
      metric: {
        namespace,
        metricName,
        dimensions: Object.entries(dimensions)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => ({ name, value })),
      },
      stat: statistic,
    },
    returnData,
  };
}
