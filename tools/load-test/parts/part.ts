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
 * Parses `2/4`, the second of four parts.
 *
 * @throws UserError if the text is not a part
 */
export function partOf(text: string): Part {
  const [, number = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (of < 1 || of > MOST_PARTS || number < 1 || number > of) {
    throw new UserError(
      `--part must be <number>/<total> with a total of 1 to ${MOST_PARTS}, as in 2/4, got ${text}.`,
    );
  }
  return { number, of };
}

/** Takes every n-th arrival. All parts together send each request once. */
export function* shareOf(arrivals: Iterable<number>, { number, of }: Part): Generator<number> {
  let index = 0;
  for (const arrival of arrivals) {
    if (index % of === number - 1) yield arrival;
    index += 1;
  }
}

/** The load of one part, for messages. */
export function loadOfPart(load: Load, { of }: Part): Load {
  return { ...load, rateAt: (second) => load.rateAt(second) / of };
}

/**
 * The time until the common start of all parts.
 *
 * @returns milliseconds from now
 * @throws UserError if the text is not a time, or is in the past
 */
export function startIn(text: string, now: number = Date.now()): number {
  const at = Date.parse(text);
  if (!Number.isFinite(at))
    throw new UserError(`--at must be a time, as in 2026-12-01T10:00:00Z, got ${text}.`);
  if (at < now)
    throw new UserError(
      `--at must be in the future, got ${text}. It is now ${new Date(now).toISOString()}.`,
    );
  return at - now;
}
