interface Share {
  readonly index: number;
  readonly of: number;
}

/** Which part of the work this run does. Set by jest.property.config.js; alone, a test does all of the runs. */
export const propertyShare: Share = (globalThis as { propertyShare?: Share }).propertyShare ?? {
  index: 0,
  of: 1,
};

const first = Number(process.env.PROPERTY_SEED ?? 20_261_121);

/**
 * How often a property is tried, and from which seed: this share's part of `total` runs.
 *
 * The seeds are the same at every run, unless told otherwise: PROPERTY_SEED=1 PROPERTY_RUNS=100000.
 *
 * @param total runs in all shares together, unless PROPERTY_RUNS says otherwise
 */
export function propertyRuns(total: number): { readonly seed: number; readonly numRuns: number } {
  const { index, of } = propertyShare;
  const runs = Number(process.env.PROPERTY_RUNS ?? total);
  return { seed: first + index, numRuns: Math.ceil(runs / of) };
}
