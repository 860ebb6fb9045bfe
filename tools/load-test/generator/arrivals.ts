import type { Load } from "../load/load";

export type ArrivalKind = "poisson" | "even";

/** Time step for following the rate. */
const STEP_SECONDS = 0.01;

/**
 * The times in seconds at which the requests of a load arrive, regardless of the responses: users do not wait for each
 * other. Poisson arrivals are random, as from many independent users. Even arrivals have equal intervals.
 */
export function* arrivalsOf(
  load: Load,
  kind: ArrivalKind,
  random: () => number,
): Generator<number> {
  const gap = (): number => (kind === "even" ? 1 : -Math.log(1 - random()));
  // A request arrives each time the integral of the rate has grown by a gap.
  let due = gap();
  let grown = 0;
  for (let begin = 0; begin < load.seconds; begin += STEP_SECONDS) {
    const length = Math.min(STEP_SECONDS, load.seconds - begin);
    const rate = load.rateAt(begin + length / 2);
    const growth = rate * length;
    while (growth > 0 && due <= grown + growth) {
      yield begin + ((due - grown) / growth) * length;
      due += gap();
    }
    grown += growth;
  }
}

/** Random numbers from 0 to 1, reproducible by the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
