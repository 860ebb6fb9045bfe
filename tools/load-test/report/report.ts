import type { Interval, LatencySummary, Measurements, Outcome } from "../generator/measurements";
import type { Recording } from "../aws/recorder";
import type { Load } from "../load/load";
import type { Prediction } from "../prediction/prediction";

/** The results of a load test, as in report.json. */
export interface LoadTestReport {
  readonly url: string;
  readonly load: string;
  readonly startedAt: string;
  /** Duration of the test. */
  readonly seconds: number;
  /** Whether it was stopped before the end of the load. */
  readonly stopped: boolean;
  readonly offered: number;
  readonly served: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly servedPerSecond: number;
  readonly receivedBytes: number;
  /** Latency of served requests, in milliseconds since each request was due. */
  readonly latency: LatencySummary;
  /** Share of the requests that the generator sent more than 10 ms late. */
  readonly sentLateShare: number;
  readonly intervalSeconds: number;
  /** Requests per second and latency in ms, by the interval in which the requests were due. */
  readonly intervals: readonly (Interval & { readonly target: number })[];
  /** Tasks, instances, alarms and CPU, recorded from AWS or a local run. */
  readonly recording?: Recording;
  /** The simulation of the same load. */
  readonly simulated?: Prediction;
  /** Reasons why the results are incomplete, such as a missing part. */
  readonly problems?: readonly string[];
}

export function reportOf(options: {
  readonly url: URL;
  readonly load: Load;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly stopped: boolean;
  readonly receivedBytes: number;
  readonly measurements: Measurements;
  readonly recording?: Recording | undefined;
  readonly simulated?: Prediction | undefined;
}): LoadTestReport {
  const { url, load, startedAt } = options;
  return reportFrom({
    ...options,
    // A query string may contain a key.
    url: `${url.origin}${url.pathname}`,
    load: load.name,
    startedAt: startedAt.toISOString(),
    targetAt: (second) => load.rateAt(Math.min(second, load.seconds)),
  });
}

/** Builds the report from the measurements of one or more generators. */
export function reportFrom(options: {
  readonly url: string;
  readonly load: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly stopped: boolean;
  readonly receivedBytes: number;
  readonly measurements: Measurements;
  /** Target rate, in requests per second. */
  readonly targetAt: (second: number) => number;
  readonly recording?: Recording | undefined;
  readonly simulated?: Prediction | undefined;
  readonly problems?: readonly string[];
}): LoadTestReport {
  const { url, load, startedAt, seconds, stopped, receivedBytes, measurements } = options;
  const { offered, outcomes, intervalSeconds } = measurements;
  const { problems = [] } = options;
  return {
    url,
    load,
    startedAt,
    seconds: Number(seconds.toFixed(3)),
    stopped,
    offered,
    served: outcomes.served,
    outcomes: { ...outcomes },
    servedPerSecond: seconds === 0 ? 0 : rounded(outcomes.served / seconds),
    receivedBytes,
    latency: measurements.latency(),
    sentLateShare: offered === 0 ? 0 : Number((measurements.sentLate / offered).toFixed(4)),
    ...(options.recording === undefined ? {} : { recording: options.recording }),
    ...(options.simulated === undefined ? {} : { simulated: options.simulated }),
    ...(problems.length === 0 ? {} : { problems }),
    intervalSeconds,
    intervals: measurements.intervals().map((each) => ({
      ...each,
      target: rounded(options.targetAt(each.second + intervalSeconds / 2)),
      offered: rounded(each.offered / intervalSeconds),
      served: rounded(each.served / intervalSeconds),
      failed: rounded(each.failed / intervalSeconds),
    })),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
