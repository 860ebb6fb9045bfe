import type { Load } from "../model/load";

const MINUTE = 60;
const HOUR = 3600;

/** The reference's own load test, in requests a second, ten minutes each. */
const REFERENCE_RATES = [250, 500, 750, 1000];
const USUAL_FACTOR = 10;

type Shape = (second: number) => number;

/** A profile: its duration, and the multiple of the base rate at each time. */
interface Profile {
  readonly seconds: number;
  readonly what: string;
  readonly shape: (factor: number) => Shape;
}

const PROFILES: Readonly<Record<string, Profile>> = {
  step: {
    seconds: HOUR,
    what: "a jump to ten times the rate after 10 minutes; step:4x for another factor",
    shape: (factor) => (second) => (second < 10 * MINUTE ? 1 : factor),
  },
  ramp: {
    seconds: 90 * MINUTE,
    what: "a rise to ten times the rate within an hour",
    shape: (factor) => (second) => 1 + (factor - 1) * Math.min(1, second / HOUR),
  },
  spike: {
    seconds: HOUR,
    what: "ten times the rate for 5 minutes",
    shape: (factor) => (second) => (second >= 10 * MINUTE && second < 15 * MINUTE ? factor : 1),
  },
  day: {
    seconds: 24 * HOUR,
    what: "a day with two peaks of ten times the night's rate, at 11:00 and 20:00",
    shape: (factor) => (second) =>
      1 + (factor - 1) * Math.min(1, 0.9 * bell(second, 11, 2.5) + bell(second, 20, 2)),
  },
  "black-friday": {
    seconds: 24 * HOUR,
    what: "a day with a rise to ten times the rate within 5 minutes at 08:00, then two higher peaks",
    shape: (factor) => (second) => {
      const opened = Math.min(1, Math.max(0, (second - 8 * HOUR) / (5 * MINUTE)));
      const closed = Math.min(1, Math.max(0, (24 * HOUR - second) / (2 * HOUR)));
      const peaks = 0.3 * bell(second, 12, 1) + 0.5 * bell(second, 20, 1.2);
      return 1 + (factor - 1) * opened * closed * (1 + peaks);
    },
  },
};

/** A peak around an hour of the day, 1 at its middle. */
function bell(second: number, hour: number, width: number): number {
  return Math.exp(-0.5 * ((second / HOUR - hour) / width) ** 2);
}

export const profileNames: readonly string[] = ["reference", ...Object.keys(PROFILES)];

/** Descriptions of the profiles for help and docs. */
export const profileDescriptions: readonly (readonly [string, string])[] = [
  ["reference", "250, 500, 750 and 1000 requests/s for ten minutes each"],
  ...Object.entries(PROFILES).map(([name, { what }]) => [name, what] as const),
];

/**
 * A profile by its name, such as `day` or `step:4x`.
 *
 * @param baseRate requests per second that profiles multiply; `reference` has its own rates
 * @returns undefined if no profile has this name
 */
export function profile(text: string, baseRate: number): Load | undefined {
  const [, name = "", factorText] = /^([a-z-]+)(?::(\d+(?:\.\d+)?)x)?$/.exec(text) ?? [];
  if (name === "reference" && factorText === undefined) {
    const last = REFERENCE_RATES.length - 1;
    return {
      name,
      seconds: REFERENCE_RATES.length * 10 * MINUTE,
      rateAt: (second) => REFERENCE_RATES[Math.min(last, Math.floor(second / (10 * MINUTE)))] ?? 0,
    };
  }
  const found = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined;
  if (found === undefined) return undefined;
  const shape = found.shape(factorText === undefined ? USUAL_FACTOR : Number(factorText));
  return { name: text, seconds: found.seconds, rateAt: (second) => baseRate * shape(second) };
}
