import type {
  CloudwatchMetricAlarm,
  CloudwatchMetricAlarmMetricQuery,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { wakeUpMinutes } from "../../aws/scaling/idling";
import { asleepInUtc, type SleepTimes } from "./sleep-times";

/** What an alarm reads while its environment is asleep: below every threshold, or above. */
const QUIET = { above: -1, below: 1_000_000_000 };

/**
 * Keeps an alarm in the state OK while the environment is asleep, so that it is raised by what fails in the morning.
 * A muted alarm would not be: it notifies when its state changes, which would have happened at night.
 *
 * @see https://aws.amazon.com/blogs/mt/enhance-cloudwatch-metrics-with-metric-math-functions/ (2026-11-28)
 */
export function silence(alarm: CloudwatchMetricAlarm, times: SleepTimes): void {
  const { id, queries } = measured(alarm);
  alarm.putMetricQuery([
    whileAwake(alarm, id),
    // Has data even when nothing else has, and no period of another to follow.
    { id: "clock", expression: "TIME_SERIES(1)", period: periodOf(queries) },
    { id: "minute", expression: "HOUR(clock) * 60 + MINUTE(clock)" },
    { id: "asleep", expression: asleepInUtc(times, "minute", "DAY(clock)") },
    ...queries,
  ]);
}

/**
 * Keeps an alarm in the state OK in minutes without a request, so that it is raised by what fails while somebody calls.
 *
 * Without any request in what an alarm looks back at, FILL may have nothing to fill, so that the expression has no data,
 * which must not raise the alarm either. What no data meant before is written into the expression.
 *
 * It also waits for as long as tasks need to start, while the first callers try.
 */
export function silenceIdle(alarm: CloudwatchMetricAlarm, requests: RequestMetric): void {
  const { id, queries } = measured(alarm);
  const isMissingBad = alarm.treatMissingDataInput === "breaching";
  alarm.treatMissingData = "notBreaching";
  const periods = Math.ceil((60 * wakeUpMinutes.all) / periodOf(queries));
  alarm.evaluationPeriods = (alarm.evaluationPeriodsInput ?? 1) + periods;
  const needed = alarm.datapointsToAlarmInput;
  if (needed !== undefined) alarm.datapointsToAlarm = needed + periods;
  alarm.putMetricQuery([
    whileAwake(
      alarm,
      isMissingBad ? `FILL(${id}, ${isBelow(alarm) ? QUIET.above : QUIET.below})` : id,
    ),
    { id: "asleep", expression: "FILL(calls, 0) < 1" },
    { id: "calls", metric: { ...requests, stat: "Sum", period: periodOf(queries) } },
    ...queries,
  ]);
}

/** A metric that counts requests. */
export interface RequestMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
}

/** What the alarm judges: the value measured, or while asleep one that raises no alarm. */
function whileAwake(alarm: CloudwatchMetricAlarm, value: string): CloudwatchMetricAlarmMetricQuery {
  return {
    id: "awake",
    expression: `IF(asleep, ${isBelow(alarm) ? QUIET.below : QUIET.above}, ${value})`,
    label: "while awake",
    returnData: true,
  };
}

function isBelow(alarm: CloudwatchMetricAlarm): boolean {
  return (alarm.comparisonOperatorInput ?? "").startsWith("LessThan");
}

/** What the alarm has read so far, as queries that are parts of another. */
function measured(alarm: CloudwatchMetricAlarm): {
  readonly id: string;
  readonly queries: readonly CloudwatchMetricAlarmMetricQuery[];
} {
  const given = (alarm.metricQueryInput ?? []) as CloudwatchMetricAlarmMetricQuery[];
  if (given.length > 0) {
    const result = given.find(({ returnData }) => returnData === true);
    return {
      id: result?.id ?? "",
      queries: given.map((query) => ({ ...query, returnData: undefined })),
    };
  }
  const metric = {
    namespace: alarm.namespaceInput,
    metricName: alarm.metricNameInput ?? "",
    dimensions: alarm.dimensionsInput,
    stat: alarm.statisticInput ?? alarm.extendedStatisticInput ?? "",
    period: alarm.periodInput ?? 60,
  };
  alarm.resetNamespace();
  alarm.resetMetricName();
  alarm.resetDimensions();
  alarm.resetStatistic();
  alarm.resetExtendedStatistic();
  alarm.resetPeriod();
  return { id: "measured", queries: [{ id: "measured", metric }] };
}

function periodOf(queries: readonly CloudwatchMetricAlarmMetricQuery[]): number {
  return Math.max(60, ...queries.map(({ metric }) => metric?.period ?? 0));
}
