import { layOut } from "../terminal/table";
import type { MissingTool } from "../rehearse/requirements";
import type { Reads } from "./changed";

/** One of the groups that the tests run in. */
export interface Tier {
  readonly name: string;
  /** What it checks, in a few words. */
  readonly about: string;
  /** How long it takes on two cores, such as "about 1 min". @default - not known */
  readonly takes?: string;
  /** Programs that it needs and this machine lacks. @default - it needs none */
  readonly missingTools?: () => readonly MissingTool[];
  /** Whether it mostly waits, so that other tiers can run in parallel. @default false */
  readonly waits?: boolean;
  /** Whether it measures responses under load, so that nothing may run in parallel. @default false */
  readonly needsQuiet?: boolean;
  /** The files that it reads. Other changes cannot affect it. @default - everything */
  readonly reads?: Reads;
  readonly run: (options: RunOptions) => Promise<TierResult>;
}

export interface RunOptions {
  /** Whether to show its output immediately, or all at once when the tier ends. */
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

/** What will run and how long it takes. Some tiers print nothing for a while. */
export function overview(tiers: readonly Tier[]): string[] {
  return [
    "On two cores:",
    ...layOut(tiers.map(({ name, takes, about }) => ["", name, takes ?? "", about])),
  ];
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
 * Runs a tier. If a tool is missing, the tier is skipped, or fails in CI.
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
 * Runs tiers one after another, with those that mostly wait in parallel from the start. The outcomes are in the order
 * of `tiers`.
 *
 * @param files test files to run, by tier
 * @param announce called before each sequential tier, and at the start for those in parallel
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
  // Reported below. An error must not end the process while others run.
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
