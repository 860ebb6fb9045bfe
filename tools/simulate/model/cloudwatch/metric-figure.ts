/** A value of a metric in words: latency in seconds is often below 1. */
export function metricFigure(value: number): string {
  return value === 0 || Math.abs(value) >= 1
    ? value.toFixed(1)
    : String(Number(value.toPrecision(2)));
}
