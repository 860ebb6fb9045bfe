import { closest } from "fastest-levenshtein";

/** The valid name that was probably meant: one that contains what was typed, or else the least number of slips away. */
export function nearest(name: string, valid: readonly string[]): string {
  const containing = valid.filter((candidate) => candidate.includes(name));
  return closest(name, containing.length > 0 ? containing : valid);
}
