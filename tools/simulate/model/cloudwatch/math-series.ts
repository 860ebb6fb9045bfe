import type { Statistic } from "../system";
import type { Expression } from "./metric-math";
import { type Datapoint, type Series, valueOf } from "./metric-series";

export interface MathInput {
  readonly series: Series;
  readonly statistic: Statistic;
}

/**
 * Number of extra data points beyond those the alarm reads, because the latest data point of a metric may be one period
 * ahead of the others'.
 */
const AHEAD = 2;

/** The result of metric math, period by period. It is visible as soon as all its metrics are. */
export class MathSeries implements Series {
  private readonly expression: Expression;
  private readonly inputs: Readonly<Record<string, MathInput>>;
  private readonly periodSeconds: number;

  constructor(
    expression: Expression,
    inputs: Readonly<Record<string, MathInput>>,
    periodSeconds: number,
  ) {
    this.expression = expression;
    this.inputs = inputs;
    this.periodSeconds = periodSeconds;
  }

  keepAtLeast(count: number): void {
    for (const { series } of Object.values(this.inputs)) series.keepAtLeast(count + AHEAD);
  }

  latest(count: number): readonly Datapoint[] {
    const byPeriod = Object.entries(this.inputs).map(([id, { series, statistic }]) => {
      const points = series
        .latest(count + AHEAD)
        .map((point) => [this.periodOf(point.end), valueOf(point, statistic)] as const);
      return { id, points: new Map(points), last: points.at(-1)?.[0] ?? -Infinity };
    });
    const last = Math.min(...byPeriod.map((each) => each.last));
    if (last === -Infinity) return [];
    const result: Datapoint[] = [];
    for (let period = last - count + 1; period <= last; period++) {
      if (!byPeriod.every(({ points }) => points.has(period))) continue;
      const value = this.expression(
        Object.fromEntries(byPeriod.map(({ id, points }) => [id, points.get(period)])),
      );
      const end = (period + 1) * this.periodSeconds;
      result.push({ end, average: value, minimum: value, maximum: value });
    }
    return result;
  }

  /** CloudWatch puts data points into periods that start at whole multiples of their length. */
  private periodOf(end: number): number {
    return Math.floor((end - 1e-6) / this.periodSeconds);
  }
}
