import { type Block, numberOf, textOf } from "../../synthesized/fields";
import type { Resource } from "../../synthesized/resources";
import type { AlarmSettings, MetricSource } from "../model/system";

const COMPARISONS: Readonly<Record<string, AlarmSettings["comparison"]>> = {
  GreaterThanThreshold: "above",
  GreaterThanOrEqualToThreshold: "at-or-above",
  LessThanThreshold: "below",
  LessThanOrEqualToThreshold: "at-or-below",
};

const STATISTICS = ["Average", "Minimum", "Maximum"] as const;

/**
 * An alarm that a scaling policy depends on.
 *
 * @returns the reason if the model does not support it
 */
export function readAlarm(
  { address, block }: Resource,
  names: { readonly services: readonly string[]; readonly groups: readonly string[] },
): AlarmSettings | string {
  const comparison = COMPARISONS[textOf(block, "comparison_operator", "")];
  const statistic = STATISTICS.find((each) => each === block.statistic);
  const source = readSource(block, names);
  if (block.metric_query !== undefined) return `${address} uses metric math`;
  if (comparison === undefined || statistic === undefined)
    return `${address} has the statistic ${textOf(block, "extended_statistic") ?? textOf(block, "statistic", "none")} and ${textOf(block, "comparison_operator", "no comparison")}`;
  if (source === undefined)
    return `${address} looks at ${textOf(block, "namespace", "?")} ${textOf(block, "metric_name", "?")}`;
  const evaluationPeriods = numberOf(block, "evaluation_periods", 1);
  return {
    name: textOf(block, "alarm_name", address),
    source,
    statistic,
    comparison,
    threshold: numberOf(block, "threshold", 0),
    periodSeconds: numberOf(block, "period", 60),
    evaluationPeriods,
    datapointsToAlarm: numberOf(block, "datapoints_to_alarm", evaluationPeriods),
    treatMissingData: textOf(
      block,
      "treat_missing_data",
      "missing",
    ) as AlarmSettings["treatMissingData"],
  };
}

function readSource(
  block: Block,
  {
    services,
    groups,
  }: { readonly services: readonly string[]; readonly groups: readonly string[] },
): MetricSource | undefined {
  const dimensions = (block.dimensions ?? {}) as Readonly<Record<string, string>>;
  const namespace = textOf(block, "namespace");
  const metric = { CPUUtilization: "cpu", MemoryUtilization: "memory" } as const;
  const name = textOf(block, "metric_name", "");
  if (!(name in metric)) return undefined;
  const known = metric[name as keyof typeof metric];
  if (namespace === "AWS/ECS") {
    const service = dimensions["ServiceName"];
    if (service === undefined)
      return known === "cpu" ? { of: "cluster", name: "cluster", metric: "cpu" } : undefined;
    return services.includes(service) ? { of: "service", name: service, metric: known } : undefined;
  }
  const group = dimensions["AutoScalingGroupName"];
  return namespace === "AWS/EC2" && known === "cpu" && group !== undefined && groups.includes(group)
    ? { of: "group", name: group, metric: "cpu" }
    : undefined;
}

/** The alarm whose actions include a policy. */
export function alarmOf(alarms: readonly Resource[], policy: string): Resource | undefined {
  return alarms.find(({ block }) =>
    ((block.alarm_actions ?? []) as readonly unknown[]).some((action) =>
      String(action).startsWith(`${policy}.`),
    ),
  );
}

/** Steps as blocks have them. */
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
