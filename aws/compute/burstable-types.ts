/** As of November 2026. */
const BASELINE_PERCENT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  t2: { nano: 5, micro: 10, small: 20, medium: 20, large: 30, xlarge: 22.5, "2xlarge": 17 },
  t3: { nano: 5, micro: 10, small: 20, medium: 20, large: 30, xlarge: 40, "2xlarge": 40 },
};

/**
 * The baseline of a burstable type: the percentage of each vCPU that it can use permanently. Undefined for all other
 * types. T3a and T4g have the same as T3, and database classes (`db.t4g.small`) the same as their instance type.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
 */
export function burstBaselinePercent(type: string): number | undefined {
  const [family = "", size = ""] = type.replace(/^db\./, "").split(".");
  const known = ["t3a", "t4g"].includes(family) ? "t3" : family;
  return BASELINE_PERCENT[known]?.[size];
}

/**
 * Whether a burstable type starts in unlimited mode by default. T2 does not.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode-concepts.html
 */
export function isUnlimitedByDefault(type: string): boolean {
  return !type.startsWith("t2.");
}
