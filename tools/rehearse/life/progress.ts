/** Who is told how far a rehearsal is. */
export interface Progress {
  /** A stack begins to do something that takes its time. */
  begins(stack: string, what: string): void;
  /** It has ended. */
  ends(stack: string): void;
  /** Something to remember. */
  tell(stack: string, line: string): void;
}
