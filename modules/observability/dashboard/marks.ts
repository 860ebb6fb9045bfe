import type { LatencyOfFront } from "../objectives/burn-rates";
import { type Watched, watches } from "../watched";
import { drawnMetrics, type Metric, type Panel } from "./panel";

/**
 * Marks the thresholds of alarms on what a panel draws, including those of step scaling. An alarm on another statistic of the
 * same metric has another unit: a percentile rank of a latency is a percentage, and an average of errors is a share.
 */
export function withThresholds(panel: Panel, alarms: readonly Watched[]): Panel {
  const thresholds = alarms.flatMap((alarm): [string, number][] =>
    typeof alarm.arguments.threshold === "number" &&
    drawnMetrics(panel).some(
      (metric) => watches(alarm, metric) && isStatisticOf(alarm, metric, panel),
    )
      ? [[alarm.subject, alarm.arguments.threshold]]
      : [],
  );
  return { ...panel, marks: { ...panel.marks, ...Object.fromEntries(thresholds) } };
}

/** Statistics in the unit of their metric, which one panel can draw together. */
const IN_UNIT: readonly unknown[] = ["Average", "Minimum", "Maximum"];

/** Draws what alarms compare with their thresholds, such as the minimum of a CPU whose average is on the panel. */
export function withStatisticsOfAlarms(panel: Panel, alarms: readonly Watched[]): Panel {
  const drawn = [...drawnMetrics(panel)];
  for (const alarm of alarms) {
    const ofAlarm = drawn.filter((metric) => watches(alarm, metric));
    const [metric] = ofAlarm.filter((each) => IN_UNIT.includes(each.statistic ?? panel.statistic));
    const { statistic } = alarm.arguments;
    if (metric === undefined || !IN_UNIT.includes(statistic)) continue;
    if (ofAlarm.some((each) => isStatisticOf(alarm, each, panel))) continue;
    const label = `${String(statistic)} of ${metric.name}`;
    drawn.push({ ...metric, statistic: String(statistic), label });
  }
  return panel.expression === undefined ? { ...panel, metrics: drawn } : panel;
}

export function isStatisticOf(
  { arguments: alarm }: Watched,
  metric: Metric,
  panel: Panel,
): boolean {
  const drawn = metric.statistic ?? panel.statistic;
  return drawn === (alarm.statistic ?? alarm.extended_statistic);
}

/** Marks the objective on the 99th percentile of the latency for clients. */
export function withObjective(
  panel: Panel,
  { namespace, metricName, dimensions, perSecond }: LatencyOfFront,
  p99LatencyMs: number,
): Panel {
  const isShown = panel.metrics.some(
    (metric) =>
      metric.namespace === namespace &&
      metric.name === metricName &&
      metric.statistic === "p99" &&
      JSON.stringify(metric.dimensions) === JSON.stringify(dimensions),
  );
  if (!isShown) return panel;
  return {
    ...panel,
    marks: { ...panel.marks, "p99 objective": (p99LatencyMs * perSecond) / 1000 },
  };
}
