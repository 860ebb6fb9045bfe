/**
 * The queue in front of one task, advanced by whole time steps instead of request by request.
 *
 * In equilibrium it is exact for M/M/1, M/D/1 (Pollaczek-Khinchine) and M/M/k (Erlang C); for other variations of the
 * service time it is the Allen-Cunneen formula. Out of equilibrium the pointwise-stationary fluid approximation is used:
 * the number of requests `q` follows dq/dt = arrivals - capacity * utilization(q), where utilization(q) is that of the
 * queue which holds q requests in equilibrium. An overloaded queue therefore grows by exactly the excess load. A step of
 * any length is stable, because the equation is solved for the end of the step.
 * @see Wang, Tipper, Banerjee, "A simple approximation for modeling nonstationary queues", INFOCOM 1996
 */

/** The current capacity of one task. */
export interface Server {
  /** Requests processed at the same time. Fractions above 1 are interpolated between two whole numbers. */
  servers: number;
  /** Requests per second that one server completes. */
  rate: number;
  /** Seconds that a request waits for other systems without occupying a server. */
  delay: number;
}

/** Factor of the waiting time: 1 for exponential service times, 0.5 for constant ones. */
export function variabilityFactor(variation: number): number {
  return (1 + variation * variation) / 2;
}

/**
 * Utilization (0 to 1) at the end of a step.
 *
 * @param present requests in the queue and in service at the start, plus all that arrive during the step
 * @param most requests that can be completed during the step
 */
export function utilizationAfter(
  present: number,
  most: number,
  servers: number,
  factor: number,
): number {
  if (present <= 0) return 0;
  if (servers <= 1) {
    // q(u) + most * u = present, with q(u) = u + factor * u^2 / (1 - u): a quadratic equation.
    const linear = 1 + most + present;
    const root = Math.sqrt(Math.max(0, linear * linear + 4 * (factor - 1 - most) * present));
    return Math.min(1, (2 * present) / (linear + root));
  }
  return solve(present, most, servers, factor);
}

/** Requests in the queue and in service in equilibrium. */
export function equilibrium(utilization: number, servers: number, factor: number): number {
  if (utilization >= 1) return Infinity;
  return (
    servers * utilization +
    (factor * waitingProbability(servers, utilization) * utilization) / (1 - utilization)
  );
}

/** By Newton's method within a bracket: both sides grow with utilization. */
function solve(present: number, most: number, servers: number, factor: number): number {
  let low = 0;
  let high = 1;
  let guess = Math.min(0.999, present / (servers + most));
  for (let round = 0; round < 60; round++) {
    const excess = equilibrium(guess, servers, factor) + most * guess - present;
    if (Math.abs(excess) <= 1e-9 * (1 + present)) break;
    if (excess > 0) high = guess;
    else low = guess;
    const step = 1e-6 * (1 - guess);
    const slope =
      (equilibrium(guess + step, servers, factor) + most * (guess + step) - present - excess) /
      step;
    const next = guess - excess / slope;
    guess = next > low && next < high ? next : (low + high) / 2;
    if (high - low < 1e-12) break;
  }
  return guess;
}

/** Probability that a request has to wait (Erlang C), interpolated linearly between whole numbers of servers. */
export function waitingProbability(servers: number, utilization: number): number {
  if (servers <= 1) return utilization;
  const fewer = Math.floor(servers);
  const share = servers - fewer;
  const one = erlangC(fewer, utilization);
  return share === 0 ? one : one + share * (erlangC(fewer + 1, utilization) - one);
}

function erlangC(servers: number, utilization: number): number {
  const load = servers * utilization;
  let blocking = 1;
  for (let count = 1; count <= servers; count++) {
    blocking = (load * blocking) / (count + load * blocking);
  }
  return blocking / (1 - utilization * (1 - blocking));
}

/**
 * How fast the waiting time of M/D/1 decreases: P(wait > t) is proportional to exp(-decay * t / service time) from a
 * few service times on, where decay is the root of utilization * (e^decay - 1) = decay (Lundberg's equation).
 * @see Tijms, "A First Course in Stochastic Models", 2003
 */
export function constantServiceDecay(utilization: number): number {
  // Starts beyond the root, so that Newton's method approaches it from above.
  let decay = -2 * Math.log(utilization);
  for (let round = 0; round < 5; round++) {
    const grown = utilization * Math.exp(decay);
    decay -= (grown - utilization - decay) / (grown - 1);
  }
  return decay;
}
