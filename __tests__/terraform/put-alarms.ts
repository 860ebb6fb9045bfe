import {
  type CloudWatchClient,
  type ComparisonOperator,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  type Statistic,
} from "@aws-sdk/client-cloudwatch";
import type { TerraformJson } from "../support/synth";

export interface MetricJson {
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly period: number;
  readonly stat: string;
}

interface AlarmJson extends Partial<MetricJson> {
  readonly alarm_name: string;
  readonly comparison_operator: ComparisonOperator;
  readonly threshold: number;
  readonly evaluation_periods: number;
  readonly treat_missing_data?: string;
  readonly statistic?: Statistic;
  readonly extended_statistic?: string;
  readonly metric_query?: readonly {
    readonly id: string;
    readonly expression?: string;
    readonly metric?: MetricJson;
    readonly return_data?: boolean;
  }[];
}

/** Puts the alarms of a stack without Terraform. A reference stands for itself, without `${}`. */
export async function putAlarms(cloudWatch: CloudWatchClient, json: TerraformJson): Promise<void> {
  const text = JSON.stringify(json.resources("aws_cloudwatch_metric_alarm"));
  const alarms = JSON.parse(text.replaceAll(/\$\{([^}]*)\}/g, "$1")) as AlarmJson[];
  for (const alarm of alarms) await cloudWatch.send(new PutMetricAlarmCommand(inputOf(alarm)));
  for (const { alarm_name: AlarmName, alarm_rule: AlarmRule } of json.resources(
    "aws_cloudwatch_composite_alarm",
  ) as { alarm_name: string; alarm_rule: string }[]) {
    await cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule }));
  }
}

function inputOf(alarm: AlarmJson): PutMetricAlarmCommandInput {
  return {
    AlarmName: alarm.alarm_name,
    ComparisonOperator: alarm.comparison_operator,
    Threshold: alarm.threshold,
    EvaluationPeriods: alarm.evaluation_periods,
    TreatMissingData: alarm.treat_missing_data,
    ...(alarm.metric_query === undefined
      ? {
          Namespace: alarm.namespace,
          MetricName: alarm.metric_name,
          Dimensions: dimensionsOf(alarm.dimensions),
          Period: alarm.period,
          Statistic: alarm.statistic,
          ExtendedStatistic: alarm.extended_statistic,
        }
      : {
          Metrics: alarm.metric_query.map(({ id, expression, metric, return_data: isResult }) => ({
            Id: id,
            Expression: expression,
            ReturnData: isResult ?? false,
            MetricStat: metric && {
              Metric: {
                Namespace: metric.namespace,
                MetricName: metric.metric_name,
                Dimensions: dimensionsOf(metric.dimensions),
              },
              Period: metric.period,
              Stat: metric.stat,
            },
          })),
        }),
  };
}

function dimensionsOf(dimensions: Readonly<Record<string, string>> = {}) {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
