import { closest, distance } from "fastest-levenshtein";

/** All mistakes in the user's input, printed without a stack trace. */
export class Mistakes extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "Mistakes";
    this.problems = problems;
  }
}

/**
 * " Did you mean `X`?" with the valid name that was probably meant: one that contains what was typed, or else the one with
 * the fewest edits. Empty if none is near: a third of the letters may differ, and two of a short name.
 */
export function didYouMean(name: string, valid: readonly string[]): string {
  if (valid.length === 0) return "";
  const containing = valid.filter((candidate) => candidate.includes(name));
  const meant = closest(name, containing.length > 0 ? containing : valid);
  const farthest = Math.max(2, Math.floor(name.length / 3));
  const isNear = containing.length > 0 || distance(name, meant) <= farthest;
  return isNear ? ` Did you mean \`${meant}\`?` : "";
}

/** The name that was probably meant, or all valid ones. */
export function didYouMeanOrList(name: string, valid: readonly string[]): string {
  return didYouMean(name, valid) || ` Choose from: ${valid.join(", ")}.`;
}
