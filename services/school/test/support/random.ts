/** Random numbers from 0 (inclusive) to 1 (exclusive), reproducible by the seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** @returns the seed of the tests: SEED, to repeat a failed run, or a constant */
export function seed(): number {
  const text = process.env.SEED ?? "1";
  if (!/^\d+$/.test(text))
    throw new Error(`SEED must be a whole number, got ${JSON.stringify(text)}.`);
  return Number(text);
}

export function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}
