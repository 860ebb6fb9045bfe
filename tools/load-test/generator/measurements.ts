import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from "hdr-histogram-js";

/** The outcome of a request. */
export type Outcome =
  "served" | "client-error" | "server-error" | "timed-out" | "no-connection" | "aborted";

/** The requests that arrived in one interval, regardless of when they ended. */
export interface Interval {
  /** Start of the interval, in seconds since the start of the load. */
  readonly second: number;
  readonly offered: number;
  readonly served: number;
  readonly failed: number;
  /** Latency of served requests, in ms. 0 if there are none. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface LatencySummary {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Measurements as JSON, which can be merged with those of other generators. */
export interface ExportedMeasurements {
  readonly intervalSeconds: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly offered: number;
  readonly sentLate: number;
  readonly buckets: readonly {
    readonly offered: number;
    readonly served: number;
    readonly failed: number;
    /** A compressed HdrHistogram in microseconds. Empty if nothing was served. */
    readonly latencies: string;
  }[];
}

interface Bucket {
  offered: number;
  served: number;
  failed: number;
  readonly latencies: Histogram;
}

/** Histograms have two significant digits, from microseconds to ten minutes. */
const HIGHEST_MICROSECONDS = 10 * 60 * 1e6;

/**
 * Counts requests and their latency by the interval of their arrival. Latency is measured from the time at which a request
 * was due, not from when it was sent. So a stalled service delays every request that arrives during the stall, including
 * those that a busy generator sends late ("coordinated omission").
 */
export class Measurements {
  readonly outcomes: Record<Outcome, number> = {
    served: 0,
    "client-error": 0,
    "server-error": 0,
    "timed-out": 0,
    "no-connection": 0,
    aborted: 0,
  };
  offered = 0;
  /** Requests that were sent more than 10 ms after they were due: the delay of the generator itself. */
  sentLate = 0;
  private readonly buckets: Bucket[] = [];
  private readonly latencies = newHistogram();
  /** Length of an interval. */
  readonly intervalSeconds: number;

  /** @param intervalSeconds @default 1 */
  constructor(intervalSeconds = 1) {
    this.intervalSeconds = intervalSeconds;
  }

  /** Merges the measurements of several generators that ran at the same time. */
  static merged(parts: readonly ExportedMeasurements[]): Measurements {
    const all = new Measurements(parts[0]?.intervalSeconds);
    for (const part of parts) all.add(part);
    return all;
  }

  export(): ExportedMeasurements {
    const { intervalSeconds, outcomes, offered, sentLate } = this;
    const buckets = this.buckets.map(({ latencies, ...counts }) => ({
      ...counts,
      latencies: latencies.totalCount === 0 ? "" : encodeIntoCompressedBase64(latencies),
    }));
    return { intervalSeconds, outcomes: { ...outcomes }, offered, sentLate, buckets };
  }

  private add({ outcomes, offered, sentLate, buckets }: ExportedMeasurements): void {
    this.offered += offered;
    this.sentLate += sentLate;
    for (const [outcome, count] of Object.entries(outcomes))
      this.outcomes[outcome as Outcome] += count;
    buckets.forEach((each, index) => {
      const bucket = this.bucket(index * this.intervalSeconds);
      bucket.offered += each.offered;
      bucket.served += each.served;
      bucket.failed += each.failed;
      if (each.latencies === "") return;
      const latencies = decodeFromCompressedBase64(each.latencies);
      bucket.latencies.add(latencies);
      this.latencies.add(latencies);
    });
  }

  arrive(second: number): void {
    this.offered += 1;
    this.bucket(second).offered += 1;
  }

  end(arrivedAtSecond: number, milliseconds: number, outcome: Outcome): void {
    this.outcomes[outcome] += 1;
    const bucket = this.bucket(arrivedAtSecond);
    if (outcome === "served") {
      const microseconds = Math.min(
        Math.max(1, Math.round(milliseconds * 1000)),
        HIGHEST_MICROSECONDS,
      );
      bucket.served += 1;
      bucket.latencies.recordValue(microseconds);
      this.latencies.recordValue(microseconds);
    } else {
      bucket.failed += 1;
    }
  }

  get inFlight(): number {
    return this.offered - Object.values(this.outcomes).reduce((sum, count) => sum + count, 0);
  }

  get failed(): number {
    return this.offered - this.inFlight - this.outcomes.served;
  }

  /** All intervals from the first to the last arrival. */
  intervals(): readonly Interval[] {
    return this.buckets.map((bucket, index) => this.intervalOf(bucket, index));
  }

  /** The interval that contains a time, if a request has arrived by then. */
  intervalAt(second: number): Interval | undefined {
    const index = Math.floor(second / this.intervalSeconds);
    const bucket = this.buckets[index];
    return bucket === undefined ? undefined : this.intervalOf(bucket, index);
  }

  latency(): LatencySummary {
    const at = (percentile: number): number => millisecondsAt(this.latencies, percentile);
    return {
      mean: this.latencies.totalCount === 0 ? 0 : this.latencies.mean / 1000,
      p50: at(50),
      p90: at(90),
      p95: at(95),
      p99: at(99),
      p999: at(99.9),
      max: this.latencies.totalCount === 0 ? 0 : this.latencies.maxValue / 1000,
    };
  }

  private intervalOf({ offered, served, failed, latencies }: Bucket, index: number): Interval {
    const at = (percentile: number): number => millisecondsAt(latencies, percentile);
    return {
      second: index * this.intervalSeconds,
      offered,
      served,
      failed,
      p50: at(50),
      p95: at(95),
      p99: at(99),
    };
  }

  private bucket(second: number): Bucket {
    const index = Math.floor(second / this.intervalSeconds);
    for (let missing = this.buckets.length; missing < index; missing += 1) {
      this.buckets.push(newBucket());
    }
    return (this.buckets[index] ??= newBucket());
  }
}

function newBucket(): Bucket {
  return { offered: 0, served: 0, failed: 0, latencies: newHistogram() };
}

function newHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_MICROSECONDS,
    numberOfSignificantValueDigits: 2,
    autoResize: true,
    bitBucketSize: 32,
  });
}

function millisecondsAt(histogram: Histogram, percentile: number): number {
  return histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1000;
}
