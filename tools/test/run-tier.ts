import type { Tier, TierResult } from "./tier";

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
