import { Random } from "../random";

export interface ExactQueue {
  readonly servers: number;
  /** Mean service time of one request in seconds. */
  readonly serviceSeconds: number;
  readonly variation: "exponential" | "constant";
  readonly seed: number;
}

export interface ExactTimes {
  readonly meanWaitSeconds: number;
  readonly meanTimeSeconds: number;
  /** Times of all requests in the queue, waiting and service, in order of arrival. */
  readonly times: Float64Array;
}

/**
 * Simulates every request individually, first come first served (Kiefer-Wolfowitz recursion). It is the reference for the
 * stepwise queue. Simulating a day of a busy service this way would take minutes.
 *
 * @param rateAt arrivals per second at a time, at most `maxRate`
 */
export function serveEach(
  { servers, serviceSeconds, variation, seed }: ExactQueue,
  { seconds, maxRate, rateAt }: ExactArrivals,
): ExactTimes {
  const random = new Random(seed);
  const freeAt = new Float64Array(servers);
  const times: number[] = [];
  let waited = 0;
  let taken = 0;
  for (let now = random.exponential(1 / maxRate); now < seconds;) {
    if (random.next() * maxRate < rateAt(now)) {
      let first = 0;
      for (let server = 1; server < servers; server++)
        if ((freeAt[server] ?? 0) < (freeAt[first] ?? 0)) first = server;
      const start = Math.max(now, freeAt[first] ?? 0);
      const service =
        variation === "constant" ? serviceSeconds : random.exponential(serviceSeconds);
      freeAt[first] = start + service;
      waited += start - now;
      taken += start + service - now;
      times.push(start + service - now);
    }
    now += random.exponential(1 / maxRate);
  }
  return {
    meanWaitSeconds: waited / times.length,
    meanTimeSeconds: taken / times.length,
    times: Float64Array.from(times),
  };
}

export interface ExactArrivals {
  readonly seconds: number;
  readonly maxRate: number;
  readonly rateAt: (second: number) => number;
}
