import type { Load } from "../load/load";
import { UserError } from "../../terminal/user-error";

/** One of several machines that send a load together. */
export interface Part {
  /** From 1 to `of`. */
  readonly number: number;
  readonly of: number;
}

const MOST_PARTS = 1000;

/**
 * `2/4`: the second of four.
 *
 * @throws UserError when it is none
 */
export function partOf(text: string): Part {
  const [, number = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (of < 1 || of > MOST_PARTS || number < 1 || number > of) {
    throw new UserError(
      `--part must be <number>/<of all> with 1 to ${MOST_PARTS} in all, as in 2/4, got ${text}.`,
    );
  }
  return { number, of };
}

/** Every so many-th of the arrivals: all parts together send each request once. */
export function* shareOf(arrivals: Iterable<number>, { number, of }: Part): Generator<number> {
  let index = 0;
  for (const arrival of arrivals) {
    if (index % of === number - 1) yield arrival;
    index += 1;
  }
}

/** What a part of a load is, to be told about. */
export function loadOfPart(load: Load, { of }: Part): Load {
  return { ...load, rateAt: (second) => load.rateAt(second) / of };
}

/**
 * When to begin, as all parts are told.
 *
 * @returns milliseconds from now
 * @throws UserError when it is no time, or over
 */
export function startIn(text: string, now: number = Date.now()): number {
  const at = Date.parse(text);
  if (!Number.isFinite(at))
    throw new UserError(`--at must be a time, as in 2026-12-01T10:00:00Z, got ${text}.`);
  if (at < now)
    throw new UserError(
      `--at must be in the future, got ${text}, and it is ${new Date(now).toISOString()} now.`,
    );
  return at - now;
}
