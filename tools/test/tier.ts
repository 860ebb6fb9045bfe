import type { MissingTool } from "../rehearse/requirements";
import type { Reads } from "./changed";

/** One of the groups that the tests run in. */
export interface Tier {
  readonly name: string;
  /** What it checks, in a few words. */
  readonly about: string;
  /** Programs that it needs and that this machine lacks. @default - it needs none */
  readonly missingTools?: () => readonly MissingTool[];
  /** Whether it spends most of its time waiting, so that others can run beside it. @default false */
  readonly waits?: boolean;
  /** Whether it measures answers under load, so that nothing may run beside it. @default false */
  readonly needsQuiet?: boolean;
  /** What it reads: a change of anything else cannot affect it. @default - everything */
  readonly reads?: Reads;
  readonly run: (options: RunOptions) => Promise<TierResult>;
}

export interface RunOptions {
  /** Whether its output appears as it comes, or in one piece when the tier ends. */
  readonly output: "shown" | "gathered";
  /** Test files to run, relative to the project's root. @default - all of the tier's */
  readonly files?: readonly string[];
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

export interface TierOutcome extends TierResult {
  readonly tier: string;
  readonly seconds: number;
}

/** Adds up results. */
export function sum(results: readonly TierResult[]): TierResult {
  return {
    passed: results.reduce((total, { passed }) => total + passed, 0),
    failed: results.flatMap(({ failed }) => failed),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}

/**
 * Runs a tier. Without a tool that it needs, a tier is skipped, or fails where CI is set.
 */
export async function runTier(
  tier: Tier,
  options: RunOptions = { output: "shown" },
): Promise<TierOutcome> {
  const started = performance.now();
  const result = withoutTools(tier) ?? (await tier.run(options));
  return { tier: tier.name, ...result, seconds: (performance.now() - started) / 1000 };
}

/**
 * Runs tiers in turn; those that mostly wait run beside them, from the start on. The outcomes are in the order of `tiers`.
 *
 * @param files test files to run, by tier
 * @param announce called before each tier that runs in turn, and for those beside them at their start
 */
export async function runTiers(
  tiers: readonly Tier[],
  files: ReadonlyMap<string, readonly string[]>,
  announce: (tier: Tier, isBeside: boolean) => void,
): Promise<readonly TierOutcome[]> {
  const run = (tier: Tier, output: RunOptions["output"]): Promise<TierOutcome> => {
    announce(tier, output === "gathered");
    return runTier(tier, { output, files: files.get(tier.name) });
  };
  const inTurn = tiers.filter(({ waits }) => waits !== true);
  const besides = tiers.filter(({ waits }) => waits === true);
  const beside = Promise.all(
    besides.map((tier) => run(tier, inTurn.length === 0 ? "shown" : "gathered")),
  );
  // Told below: an error must not end the process while the others run.
  beside.catch(() => undefined);
  const outcomes: TierOutcome[] = [];
  for (const tier of inTurn) {
    if (tier.needsQuiet === true) await beside;
    outcomes.push(await run(tier, "shown"));
  }
  outcomes.push(...(await beside));
  return tiers.flatMap(({ name }) => outcomes.filter(({ tier }) => tier === name));
}

function withoutTools({ name, missingTools }: Tier): TierResult | undefined {
  const missing = missingTools?.() ?? [];
  if (missing.length === 0) return undefined;
  const reasons = missing.map(({ reason, howToEnable }) => `${reason}. ${howToEnable}`).join(" ");
  return isOn(process.env.CI)
    ? { passed: 0, failed: [`${name} (cannot run in CI: ${reasons})`], skipped: [] }
    : { passed: 0, failed: [], skipped: [{ name: `all of ${name}`, reason: reasons }] };
}

function isOn(variable: string | undefined): boolean {
  return variable !== undefined && !["", "0", "false"].includes(variable);
}
