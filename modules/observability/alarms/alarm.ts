import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { alarmThresholds } from "../../../aws/defaults";
import { recommended } from "../../../aws/observability/cloudwatch";
import type { Watched, WatchedOf } from "../watched";
import type { AlarmKind } from "../../../aws/observability/alarm-kinds";

/** The threshold and duration of an alarm. */
export type AlarmThresholds = {
  readonly [Name in keyof typeof alarmThresholds]: (typeof alarmThresholds)[Name] extends number
    ? number
    : string;
};

/** A resource's alarm, before it has a name and receivers. */
export interface Alarm {
  readonly kind: AlarmKind;
  /** What it monitors: the IDs in the resource's path. */
  readonly subject: string;
  /** Region of its metrics, which is the alarm's, too. @default - the stack's */
  readonly region?: string;
  readonly config: Omit<
    CloudwatchMetricAlarmConfig,
    "alarmName" | "alarmDescription" | "alarmActions" | "okActions"
  >;
}

/** Data that a resource's alarms use from other resources in its stack. */
export interface AlarmContext {
  readonly of: WatchedOf;
  /** Undefined in a stack without a cluster. */
  readonly cluster?: Watched;
  /** The stack's region. */
  readonly region: string;
  readonly thresholds: AlarmThresholds;
}

export type AlarmsOf = (resource: Watched, context: AlarmContext) => readonly Alarm[];

/** A CloudWatch metric in an expression. */
export interface MetricInExpression {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

/** An alarm on an expression of several metrics, by their IDs. */
export function onExpression(
  expression: string,
  label: string,
  metrics: Readonly<Record<string, MetricInExpression>>,
  periodSeconds = 60,
): Pick<Alarm["config"], "metricQuery"> {
  return {
    metricQuery: [
      { id: "result", expression, label, returnData: true },
      ...Object.entries(metrics).map(([id, { dimensions, ...metric }]) => ({
        id,
        metric: { ...metric, dimensions: { ...dimensions }, period: periodSeconds },
      })),
    ],
  };
}

/** Above a threshold in each of several minutes. No data means no requests, tasks or instances. */
export function above(threshold: number, minutes: number) {
  return compared("GreaterThanThreshold", threshold, minutes);
}

export function atLeast(threshold: number, minutes: number) {
  return compared("GreaterThanOrEqualToThreshold", threshold, minutes);
}

export function below(threshold: number, minutes: number) {
  return compared("LessThanThreshold", threshold, minutes);
}

/**
 * Nothing arrives where clients or producers should be: no other alarm sees that they cannot reach the system.
 *
 * @param metric counts what arrives; without any, it has no data
 */
export function quietAlarm(subject: string, metric: Omit<MetricInExpression, "stat">): Alarm {
  return {
    kind: "no-requests",
    subject,
    config: {
      ...metric,
      statistic: "Sum",
      period: 60,
      ...below(1, recommended.quietMinutes),
      treatMissingData: "breaching",
    },
  };
}

function compared(comparisonOperator: string, threshold: number, evaluationPeriods: number) {
  return { comparisonOperator, threshold, evaluationPeriods, treatMissingData: "notBreaching" };
}
