import { existsSync, readFileSync } from "node:fs";
import { didYouMean } from "../../terminal/nearest";
import { UserError } from "../../terminal/user-error";
import { parseLoadCsv } from "./load-csv";
import type { Load } from "./load";

export interface ProfileOptions {
  /** Requests/s from which a profile starts, and to which it returns. */
  readonly baseRate: number;
  /** How long it takes. @default - as long as the profile says */
  readonly seconds?: number;
}

interface Profile {
  readonly what: string;
  readonly seconds: number;
  /** Requests/s at a part of the profile's length, from 0 to 1. */
  readonly rate: (part: number, base: number) => number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Rates of the reference's own load test, one after the other for the same time. */
const REFERENCE_RATES = [250, 500, 750, 1000] as const;

/** What `--load` takes, besides `step:<factor>x`, `constant` and the name of a CSV file. */
export const PROFILES = {
  reference: {
    what: "250, 500, 750 and 1,000 requests/s, 10 minutes each: the reference's own load test",
    seconds: 40 * MINUTE,
    rate: (part) => REFERENCE_RATES[Math.min(3, Math.floor(part * 4))] ?? 0,
  },
  constant: { what: "the base rate", seconds: 10 * MINUTE, rate: (_, base) => base },
  ramp: {
    what: "evenly from the base rate to ten times as much and back",
    seconds: 30 * MINUTE,
    rate: (part, base) => base * (1 + 9 * (1 - Math.abs(2 * part - 1))),
  },
  spike: {
    what: "the base rate, ten times as much for a tenth of the time, and the base rate again",
    seconds: 20 * MINUTE,
    rate: (part, base) => (part >= 0.4 && part < 0.5 ? 10 * base : base),
  },
  day: {
    what: "a day with a peak at noon and a larger one in the evening",
    seconds: 24 * HOUR,
    rate: (part, base) => base * (0.2 + 0.6 * peak(part, 12 / 24) + 0.8 * peak(part, 20 / 24)),
  },
  "black-friday": {
    what: "a day that jumps to ten times the base rate in the morning and stays busy",
    seconds: 24 * HOUR,
    rate: (part, base) =>
      base * (part < 9 / 24 ? 0.3 : 0.3 + 9.7 * Math.exp(-(part - 9 / 24) * 4) + peak(part, 0.85)),
  },
} as const satisfies Record<string, Profile>;

/** A bump of height 1 about two hours wide at a part of the day. */
function peak(part: number, at: number): number {
  return Math.exp(-(((part - at) * 24) ** 2) / (2 * 2 ** 2));
}

/**
 * A load by its name: one of `PROFILES`, `step:<factor>x` (the base rate, then so many times as much for the second
 * half), or a CSV file of one's own.
 *
 * @throws UserError with the nearest name, or the line of the file that is wrong
 */
export function loadNamed(name: string, { baseRate, seconds }: ProfileOptions): Load {
  if (name.endsWith(".csv") || existsSync(name)) {
    if (!existsSync(name)) throw new UserError(`There is no file ${name}.`);
    return stretched(parseLoadCsv(name, readFileSync(name, "utf8")), seconds);
  }
  const step = /^step:(\d+(?:\.\d+)?)x$/.exec(name);
  if (step !== null) {
    const factor = Number(step[1]);
    return loadOf(name, seconds ?? 20 * MINUTE, (part) =>
      part < 0.5 ? baseRate : factor * baseRate,
    );
  }
  const profile = (PROFILES as Readonly<Record<string, Profile>>)[name];
  if (profile === undefined) {
    const names = [...Object.keys(PROFILES), "step:10x"];
    throw new UserError(
      `There is no load ${name}.${didYouMean(name, names)} Choose from: ${names.join(", ")}, or a CSV file.`,
    );
  }
  return loadOf(name, seconds ?? profile.seconds, (part) => profile.rate(part, baseRate));
}

function loadOf(name: string, seconds: number, rate: (part: number) => number): Load {
  return { name, seconds, rateAt: (second) => rate(second / seconds) };
}

function stretched(load: Load, seconds: number | undefined): Load {
  if (seconds === undefined) return load;
  return loadOf(load.name, seconds, (part) => load.rateAt(part * load.seconds));
}
