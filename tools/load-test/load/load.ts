import { UserError } from "../../terminal/user-error";
import { readLoad } from "../../simulate/load/read-load";
import type { Load } from "../../simulate/model/load";

export type { Load };

export interface LoadOptions {
  /** Requests/s that profiles are multiples of; `reference` and a CSV have their own. */
  readonly baseRate: number;
  /** How long it takes. @default - as long as the profile says */
  readonly seconds?: number;
}

/**
 * A load by its name, in the language of the simulator.
 *
 * @throws UserError for an unknown one, and for a scenario, which only the simulator can play
 */
export function loadNamed(name: string, { baseRate, seconds }: LoadOptions): Load {
  const { load, incidents } = readLoad(name, baseRate);
  const [incident] = incidents;
  if (incident !== undefined) {
    throw new UserError(
      `--load must be a load alone, got the scenario ${incident.kind}: only npm run simulate can play it.`,
    );
  }
  if (seconds === undefined) return load;
  const stretch = load.seconds / seconds;
  return { name: load.name, seconds, rateAt: (second) => load.rateAt(second * stretch) };
}

/** All requests of a load. */
export function requestsOf(load: Load): number {
  let requests = 0;
  for (let second = 0; second < load.seconds; second += 1) {
    const length = Math.min(1, load.seconds - second);
    requests += load.rateAt(second + length / 2) * length;
  }
  return Math.round(requests);
}

/** The largest rate of a load. */
export function peakOf(load: Load): number {
  let peak = 0;
  for (let second = 0; second < load.seconds; second += 0.5) {
    peak = Math.max(peak, load.rateAt(second));
  }
  return peak;
}
