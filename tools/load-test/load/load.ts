/** Requests a second over time. */
export interface Load {
  readonly name: string;
  readonly seconds: number;
  rateAt(second: number): number;
}

/** All requests of a load. */
export function requestsOf(load: Load): number {
  let requests = 0;
  for (let second = 0; second < load.seconds; second += 1) {
    const length = Math.min(1, load.seconds - second);
    requests += ((load.rateAt(second) + load.rateAt(second + length)) / 2) * length;
  }
  return Math.round(requests);
}

/** The largest rate of a load. */
export function peakOf(load: Load): number {
  let peak = 0;
  for (let second = 0; second <= load.seconds; second += 1) {
    peak = Math.max(peak, load.rateAt(Math.min(second, load.seconds)));
  }
  return peak;
}
