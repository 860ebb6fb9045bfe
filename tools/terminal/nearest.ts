import { closest, distance } from "fastest-levenshtein";
import { UserError } from "./user-error";

/**
 * The valid word that the user most likely meant: one that contains the typed text, or else the one with the fewest
 * edits. Undefined if none is near: a third of the letters may differ, and two of a short word.
 */
export function nearest(word: string, valid: readonly string[]): string | undefined {
  if (valid.length === 0 || word === "") return undefined;
  const containing = valid.filter((candidate) => candidate.includes(word));
  if (containing.length > 0) return closest(word, containing);
  const candidate = closest(word, valid);
  const farthest = Math.max(2, Math.floor(word.length / 3));
  return distance(word, candidate) <= farthest ? candidate : undefined;
}

/** " Did you mean X?", or an empty string if none is near. */
export function didYouMean(word: string, valid: readonly string[]): string {
  const candidate = nearest(word, valid);
  return candidate === undefined ? "" : ` Did you mean ${candidate}?`;
}

/** @throws UserError with each invalid word, its nearest valid one, and all valid words */
export function requireKnown(
  kind: string,
  words: readonly string[],
  valid: readonly string[],
): void {
  const unknown = words.filter((word) => !valid.includes(word));
  if (unknown.length === 0) return;
  throw new UserError(
    [
      ...unknown.map((word) => `There is no ${kind} ${word}.${didYouMean(word, valid)}`),
      valid.length === 0 ? `There is no ${kind}.` : `Choose from: ${valid.join(", ")}.`,
    ].join("\n"),
  );
}
