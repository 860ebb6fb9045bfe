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

export interface TierOutcome extends TierResult {
  readonly tier: string;
  readonly seconds: number;
}

/** Runs a tier, or says why not: without a tool that it needs it is skipped, and fails where CI is set. */
export async function runTier(tier: Tier): Promise<TierOutcome> {
  const started = performance.now();
  const result = withoutTools(tier) ?? (await tier.run());
  return { tier: tier.name, ...result, seconds: (performance.now() - started) / 1000 };
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
