import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { alarmThresholds } from "../../../aws/defaults";
import type { Watched, WatchedOf } from "../watched";
import type { AlarmKind } from "../../../aws/alarm-kinds";

/** When the alarms are raised. */
export type AlarmThresholds = {
  readonly [Name in keyof typeof alarmThresholds]: (typeof alarmThresholds)[Name] extends number
    ? number
    : string;
};

/** An alarm of a resource, before it has a name and receivers. */
export interface Alarm {
  readonly kind: AlarmKind;
  /** What it watches: the IDs on the path of the resource. */
  readonly subject: string;
  readonly config: Omit<
    CloudwatchMetricAlarmConfig,
    "alarmName" | "alarmDescription" | "alarmActions" | "okActions"
  >;
}

/** What alarms of one resource read from others of its stack. */
export interface AlarmContext {
  readonly of: WatchedOf;
  /** Undefined in a stack without a cluster. */
  readonly cluster?: Watched;
  readonly thresholds: AlarmThresholds;
}

export type AlarmsOf = (resource: Watched, context: AlarmContext) => readonly Alarm[];

/** A metric of CloudWatch within an expression. */
export interface MetricInExpression {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

/** An alarm on what an expression makes of several metrics, by their IDs in it. */
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

/** Above a threshold in each of some minutes. No data means no requests, no tasks or no instances. */
export function above(threshold: number, minutes: number) {
  return compared("GreaterThanThreshold", threshold, minutes);
}

export function atLeast(threshold: number, minutes: number) {
  return compared("GreaterThanOrEqualToThreshold", threshold, minutes);
}

export function below(threshold: number, minutes: number) {
  return compared("LessThanThreshold", threshold, minutes);
}

function compared(comparisonOperator: string, threshold: number, evaluationPeriods: number) {
  return { comparisonOperator, threshold, evaluationPeriods, treatMissingData: "notBreaching" };
}
