import { closest } from "fastest-levenshtein";

/** All mistakes in the user's input, printed without a stack trace. */
export class Mistakes extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "Mistakes";
    this.problems = problems;
  }
}

/** The valid name that was probably meant: one that contains what was typed, or the one with the fewest edits. */
export function nearest(name: string, valid: readonly string[]): string {
  const containing = valid.filter((candidate) => candidate.includes(name));
  return closest(name, containing.length > 0 ? containing : valid);
}
