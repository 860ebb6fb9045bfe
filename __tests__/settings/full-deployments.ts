/** When alarms roll a deployment back: every limit, none of them at its default. */
export const limits = { serverErrorPercent: 2, latencyMilliseconds: 800, evaluationMinutes: 4 };

/** A rolling update with every setting there is; a new object for each service, so that tests can change one of them. */
export function rollingWithAlarms() {
  return { ...limits, kind: "rolling", rollback: "alarms" } as const;
}
