import { layOut } from "../terminal/table";

/** One of the groups that the tests run in, in the order of what they cost. */
export interface Tier {
  readonly name: string;
  /** What it checks, in a few words. */
  readonly about: string;
  /** How long it takes on two cores, such as "about 1 min". */
  readonly takes: string;
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

/** What is going to run, and how long it takes: some tiers say nothing for a while. */
export function overview(tiers: readonly Tier[]): string[] {
  return [
    "On two cores:",
    ...layOut(tiers.map(({ name, takes, about }) => ["", name, takes, about])),
  ];
}

/** Results of parts of a tier, together. */
export function sum(results: readonly TierResult[]): TierResult {
  return {
    passed: results.reduce((total, { passed }) => total + passed, 0),
    failed: results.flatMap(({ failed }) => failed),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}
