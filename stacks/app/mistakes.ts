/** Mistakes of the user's, all that were found: told as they are, without a stack trace. */
export class Mistakes extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "Mistakes";
    this.problems = problems;
  }
}
