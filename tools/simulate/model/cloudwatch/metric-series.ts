import type { Statistic } from "../system";
import type { World } from "../world";
import { randomOf } from "../world";

/** Two counters that only grow. A metric is the increase of one divided by the increase of the other. */
export interface Counters {
  readonly sum: number;
  readonly weight: number;
}

export interface Datapoint {
  readonly end: number;
  /** Undefined when nothing was measured. */
  readonly average: number | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Present for metrics with percentiles. */
  percentile?(percent: number): number;
}

/** Data points as an alarm sees them. */
export interface Series {
  /** The latest visible data points, oldest first. Returns fewer than requested if there are not enough yet. */
  latest(count: number): readonly Datapoint[];
  keepAtLeast(count: number): void;
}

/** Metrics for which AWS documents the sum are counted per period, or sent once per period. */
export function valueOf(point: Datapoint, statistic: Statistic): number | undefined {
  switch (statistic) {
    case "Average":
    case "Sum":
      return point.average;
    case "Minimum":
      return point.minimum;
    case "Maximum":
      return point.maximum;
    default:
      return point.percentile?.(Number(statistic.slice(1)));
  }
}

export interface SeriesSettings {
  readonly name: string;
  readonly periodSeconds: number;
  /** From the end of a period until its data point is visible. */
  readonly lagSeconds: number;
  /** How many visible points are kept. */
  readonly keeps: number;
  /** Seconds between the samples of a period, which give a data point's minimum and maximum. @default 20 */
  readonly sampleSeconds?: number;
  /** Whether the metric has no data point when there is nothing to count. @default false */
  readonly isMissingAtZero?: boolean;
}

const SAMPLE_SECONDS = 20;

/**
 * A CloudWatch metric: a data point for each period, visible some time after the end of the period. The start of its
 * periods within a minute is random.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export class MetricSeries implements Series {
  readonly settings: SeriesSettings;
  private readonly world: World;
  private readonly points: Datapoint[] = [];
  private keeps: number;
  private lowest = Infinity;
  private highest = -Infinity;

  constructor(world: World, settings: SeriesSettings, read: () => Counters) {
    this.world = world;
    this.settings = settings;
    this.keeps = settings.keeps;
    const { periodSeconds, name } = settings;
    const phase = randomOf(world, `phase of ${name}`).between(0, Math.min(60, periodSeconds));
    const sampleSeconds = Math.min(settings.sampleSeconds ?? SAMPLE_SECONDS, periodSeconds);
    let period = read();
    let sample = period;
    let samples = 0;
    world.queue.every(phase + sampleSeconds, sampleSeconds, () => {
      const now = read();
      const value = ratio(sample, now);
      sample = now;
      if (value !== undefined) {
        this.lowest = Math.min(this.lowest, value);
        this.highest = Math.max(this.highest, value);
      }
      if (++samples * sampleSeconds < periodSeconds) return;
      samples = 0;
      const isSilent = settings.isMissingAtZero === true && now.sum === period.sum;
      this.add(isSilent ? undefined : ratio(period, now));
      period = now;
    });
  }

  keepAtLeast(count: number): void {
    this.keeps = Math.max(this.keeps, count);
  }

  latest(count: number): readonly Datapoint[] {
    const { queue } = this.world;
    let visible = this.points.length;
    while (
      visible > 0 &&
      (this.points[visible - 1]?.end ?? 0) + this.settings.lagSeconds > queue.now
    )
      visible--;
    return this.points.slice(Math.max(0, visible - count), visible);
  }

  private add(average: number | undefined): void {
    const isMeasured = average !== undefined;
    this.points.push({
      end: this.world.queue.now,
      average,
      minimum: isMeasured ? Math.min(this.lowest, average) : undefined,
      maximum: isMeasured ? Math.max(this.highest, average) : undefined,
    });
    this.lowest = Infinity;
    this.highest = -Infinity;
    const { lagSeconds, periodSeconds } = this.settings;
    if (this.points.length > this.keeps + Math.ceil(lagSeconds / periodSeconds) + 1)
      this.points.shift();
  }
}

function ratio(before: Counters, now: Counters): number | undefined {
  const weight = now.weight - before.weight;
  return weight > 0 ? (now.sum - before.sum) / weight : undefined;
}
