import { type Block, blockOf, blocksOf, mapOf, numberOf, textOf } from "../../synthesized/fields";
import type { Resource } from "../../synthesized/resources";
import type { AlarmSettings } from "../model/system";
import { type KnownNames, readAlarmMath, readMetric } from "./read-metric";

const COMPARISONS: Readonly<Record<string, AlarmSettings["comparison"]>> = {
  GreaterThanThreshold: "above",
  GreaterThanOrEqualToThreshold: "at-or-above",
  LessThanThreshold: "below",
  LessThanOrEqualToThreshold: "at-or-below",
};

/**
 * An alarm that a scaling policy depends on.
 *
 * @returns the reason if the model does not support it
 */
export function readAlarm({ address, block }: Resource, names: KnownNames): AlarmSettings | string {
  const comparison = COMPARISONS[textOf(block, "comparison_operator", "")];
  if (comparison === undefined)
    return `${address} compares by ${textOf(block, "comparison_operator", "nothing")}`;
  const queries = blocksOf(block, "metric_query");
  const [subject = ""] = names.services;
  const metric =
    queries.length > 0 ? readAlarmMath(queries, subject, names) : readSingle(block, names);
  if (typeof metric === "string") return `${address}: ${metric}`;
  const evaluationPeriods = numberOf(block, "evaluation_periods", 1);
  return {
    name: textOf(block, "alarm_name", address),
    ...metric,
    comparison,
    threshold: numberOf(block, "threshold", 0),
    periodSeconds: numberOf(block, "period") ?? periodOf(queries),
    evaluationPeriods,
    datapointsToAlarm: numberOf(block, "datapoints_to_alarm", evaluationPeriods),
    treatMissingData: textOf(
      block,
      "treat_missing_data",
      "missing",
    ) as AlarmSettings["treatMissingData"],
  };
}

function readSingle(block: Block, names: KnownNames) {
  const found = readMetric(
    {
      namespace: textOf(block, "namespace", ""),
      metricName: textOf(block, "metric_name", ""),
      dimensions: mapOf(block, "dimensions"),
      statistic: textOf(block, "extended_statistic") ?? textOf(block, "statistic", "Average"),
    },
    names,
  );
  return typeof found === "string" ? `it uses ${found}` : found;
}

/** Metric math has the period of its metrics. */
function periodOf(queries: readonly Block[]): number {
  return Math.max(60, ...queries.map((query) => numberOf(blockOf(query, "metric"), "period", 0)));
}

/** Alarms that invoke no scaling policy, if the model supports their metric. */
export function readNotifications(
  alarms: readonly Resource[],
  names: KnownNames,
): readonly AlarmSettings[] {
  return alarms
    .filter(
      ({ block }) =>
        !((block.alarm_actions ?? []) as readonly unknown[]).some((action) =>
          /^aws_(appautoscaling|autoscaling)_policy\./.test(String(action)),
        ),
    )
    .flatMap((alarm) => {
      const read = readAlarm(alarm, names);
      if (typeof read === "string") return [];
      const subject =
        read.source.of === "queue" ? read.source.name : `alarms of ${read.source.name}`;
      return [{ ...read, subject }];
    });
}

/** The alarm whose actions include a policy. */
export function alarmOf(alarms: readonly Resource[], policy: string): Resource | undefined {
  return alarms.find(({ block }) =>
    ((block.alarm_actions ?? []) as readonly unknown[]).some((action) =>
      String(action).startsWith(`${policy}.`),
    ),
  );
}

/** Converts step blocks. */
export function readSteps(blocks: readonly Block[]) {
  return blocks.map((step) => {
    const lower = numberOf(step, "metric_interval_lower_bound");
    const upper = numberOf(step, "metric_interval_upper_bound");
    return {
      adjustment: numberOf(step, "scaling_adjustment", 0),
      ...(lower === undefined ? {} : { lower }),
      ...(upper === undefined ? {} : { upper }),
    };
  });
}
