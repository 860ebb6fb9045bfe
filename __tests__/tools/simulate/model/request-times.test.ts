import fc from "fast-check";
import { RequestTimes } from "../../../../tools/simulate/model/requests/request-times";

type Part = readonly [requests: number, constantSeconds: number, exponentialSeconds: number];

function percentilesOf(parts: readonly Part[]) {
  const times = new RequestTimes();
  parts.forEach((part) => {
    times.add(...part);
  });
  return times.percentiles;
}

/** The share of requests that took at most so long. */
function shareBelow(parts: readonly Part[], seconds: number): number {
  const total = parts.reduce((sum, [requests]) => sum + requests, 0);
  const below = parts.reduce(
    (sum, [requests, constant, mean]) =>
      seconds < constant ? sum : sum + requests * (1 - Math.exp((constant - seconds) / mean)),
    0,
  );
  return below / total;
}

test("gives the quantiles of an exponential distribution behind a constant time", () => {
  const { p50, p99 } = percentilesOf([[1000, 0.02, 0.1]]);
  expect(p50).toBeCloseTo(20 + 100 * Math.log(2), 3);
  expect(p99).toBeCloseTo(20 + 100 * Math.log(100), 3);
});

test("finds the jump where most requests take one time", () => {
  const { p50, p90 } = percentilesOf([
    [10, 0.001, 1e-9],
    [80, 0.25, 1e-9],
    [10, 3, 0.5],
  ]);
  expect(p50).toBeCloseTo(250, 3);
  expect(p90).toBeCloseTo(250, 3);
});

// Far apart, so that no two of them share a cell, whose requests all get the cell's mean.
const part = (constantSeconds: number) =>
  fc.tuple(
    fc.double({ min: 0.1, max: 1e5, noNaN: true }),
    fc.constant(constantSeconds),
    fc.double({ min: 1e-5, max: 5, noNaN: true }),
  );

test("gives quantiles of any mixture: the share below each is its own", () => {
  fc.assert(
    fc.property(part(0), part(0.03), part(0.4), part(9), (...parts) => {
      const { p50, p90, p95, p99 } = percentilesOf(parts);
      for (const [milliseconds, share] of [
        [p50, 0.5],
        [p90, 0.9],
        [p95, 0.95],
        [p99, 0.99],
      ] as const) {
        const [before, after] = [-1e-6, 1e-6].map((step) =>
          shareBelow(parts, milliseconds / 1000 + step),
        ) as [number, number];
        expect(before).toBeLessThanOrEqual(share);
        expect(after).toBeGreaterThanOrEqual(share);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("has no percentiles without a request", () => {
  expect(percentilesOf([])).toEqual({ p50: NaN, p90: NaN, p95: NaN, p99: NaN });
});
