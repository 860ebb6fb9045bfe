import type { Load } from "../../tools/load-test/load/load";
import { serveEach } from "../../tools/simulate/model/requests/exact-queue";
import { median } from "../measure/measure";

/** How far a measured percentile can be from the true one by chance alone. */
export interface SamplingError {
  /** Percent below and above the median in 8 of 10 measurements. */
  readonly belowPercent: number;
  readonly abovePercent: number;
}

const REPLICATIONS = 60;

/**
 * Serves every request of a load individually, again and again with other random numbers, and compares the p95 of the
 * replications: the difference between two measurements of the same perfect service.
 *
 * @param constantMs part of the time that does not vary
 * @param runs whose p95 is averaged
 */
export function samplingError(
  load: Load,
  service: { readonly cpuMs: number; readonly isConstant: boolean; readonly constantMs: number },
  runs: number,
): SamplingError {
  let maxRate = 0;
  for (let second = 0; second < load.seconds; second += 0.1)
    maxRate = Math.max(maxRate, load.rateAt(second));
  const once = (seed: number): number => {
    const { times } = serveEach(
      {
        servers: 1,
        serviceSeconds: service.cpuMs / 1000,
        variation: service.isConstant ? "constant" : "exponential",
        seed,
      },
      { seconds: load.seconds, maxRate, rateAt: (second) => load.rateAt(second) },
    );
    times.sort();
    return 1000 * (times[Math.floor(0.95 * times.length)] ?? NaN) + service.constantMs;
  };
  const means = Array.from({ length: REPLICATIONS }, (_, replication) => {
    let sum = 0;
    for (let run = 0; run < runs; run++) sum += once(1 + replication * runs + run);
    return sum / runs;
  }).sort((one, other) => one - other);
  const middle = median(means);
  const at = (share: number) => means[Math.floor(share * REPLICATIONS)] ?? NaN;
  return {
    belowPercent: 100 * (1 - at(0.1) / middle),
    abovePercent: 100 * (at(0.9) / middle - 1),
  };
}
