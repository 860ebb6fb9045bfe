/** One of the groups that the tests run in, in the order of what they cost. */
export interface Tier {
  readonly name: string;
  /** What it checks, in a few words. */
  readonly about: string;
  /** Programs that it needs and that this machine lacks. @default - it needs none */
  readonly missingTools?: () => readonly MissingTool[];
  /** Runs it, its output going to the terminal as it comes. */
  readonly run: () => Promise<TierResult>;
}

export interface MissingTool {
  readonly tool: string;
  readonly reason: string;
  readonly howToEnable: string;
}

export interface TierResult {
  readonly passed: number;
  /** Names of the tests that failed. */
  readonly failed: readonly string[];
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** Results of parts of a tier, together. */
export function sum(results: readonly TierResult[]): TierResult {
  return {
    passed: results.reduce((total, { passed }) => total + passed, 0),
    failed: results.flatMap(({ failed }) => failed),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}
