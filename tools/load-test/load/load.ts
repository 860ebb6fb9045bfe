import { UserError } from "../../terminal/user-error";
import { csvLoad } from "../../simulate/load/csv-load";
import { readLoad } from "../../simulate/load/read-load";
import type { Load } from "../../simulate/model/load";

export type { Load };

export interface LoadOptions {
  /** Requests per second that a profile multiplies. `reference` and a CSV file have their own rates. */
  readonly baseRate: number;
  /** Duration. @default - the profile's duration */
  readonly seconds?: number;
}

/**
 * A load by its name, as in the simulator.
 *
 * @throws UserError for an unknown load, and for a scenario, which only the simulator supports
 */
export function loadNamed(name: string, options: LoadOptions): Load {
  const { load, incidents } = readLoad(name, options.baseRate);
  const [incident] = incidents;
  if (incident !== undefined) {
    throw new UserError(
      `--load must be a load, got the scenario ${incident.kind}. Scenarios run only in npm run simulate.`,
    );
  }
  return stretched(load, options);
}

/** A load by the content of its CSV file. */
export function loadFromCsv(name: string, text: string, options: LoadOptions): Load {
  return stretched(csvLoad(name, text), options);
}

function stretched(load: Load, { seconds }: LoadOptions): Load {
  if (seconds === undefined) return load;
  const stretch = load.seconds / seconds;
  return { name: load.name, seconds, rateAt: (second) => load.rateAt(second * stretch) };
}

/** The number of requests of a load. */
export function requestsOf(load: Load): number {
  let requests = 0;
  for (let second = 0; second < load.seconds; second += 1) {
    const length = Math.min(1, load.seconds - second);
    requests += load.rateAt(second + length / 2) * length;
  }
  return Math.round(requests);
}

/** The highest rate of a load. */
export function peakOf(load: Load): number {
  let peak = 0;
  for (let second = 0; second < load.seconds; second += 0.5) {
    peak = Math.max(peak, load.rateAt(second));
  }
  return peak;
}
