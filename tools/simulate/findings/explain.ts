import { dollars, milliseconds, percent } from "../report/format";
import { run, type Run, type Scenario, withSystem } from "../run";
import type { Finding } from "./finding";
import { findingsOf } from "./findings";

/** A finding with the effect of changing the setting. */
export interface ExplainedFinding extends Finding {
  readonly effect?: string;
}

/** Finds what a run shows, and tries each change in a separate run. */
export function explainedFindings(scenario: Scenario, before: Run): readonly ExplainedFinding[] {
  return findingsOf(before.result, before.summary).map((finding) => {
    if (finding.change === undefined) return finding;
    const { setting, value, apply } = finding.change;
    const after = run(withSystem(scenario, apply(scenario.read.system)));
    return { ...finding, effect: `${setting}: ${value} ${effectOf(before, after)}` };
  });
}

/** The differences between two runs, in words. */
export function effectOf({ summary: before }: Run, { summary: after }: Run): string {
  const changes = [
    ...(differ(before.failedPercent, after.failedPercent, 0.005)
      ? [`failed ${percent(before.failedPercent)} → ${percent(after.failedPercent)}`]
      : []),
    ...(differ(before.latency.p99, after.latency.p99, 1)
      ? [`p99 ${milliseconds(before.latency.p99)} → ${milliseconds(after.latency.p99)}`]
      : []),
    ...(differ(before.underTimeshare, after.underTimeshare, 0.5)
      ? [
          `too few tasks ${percent(before.underTimeshare)} → ${percent(after.underTimeshare)} of the time`,
        ]
      : []),
    ...(before.peakTasks === after.peakTasks
      ? []
      : [`at most ${before.peakTasks} → ${after.peakTasks} tasks`]),
  ];
  const signed = (usd: number) => `${usd < 0 ? "−" : "+"}${dollars(Math.abs(usd))}/h`;
  const atPeak = after.peakUsdPerHour - before.peakUsdPerHour;
  const peak = Math.abs(atPeak) >= 0.0005 ? `, ${signed(atPeak)} at peak` : "";
  const cost = `${signed(after.usdPerHour - before.usdPerHour)} on average${peak}`;
  if (changes.length === 0) return `would change nothing under this load (${cost}).`;
  return `would give: ${changes.join(", ")} (${cost}).`;
}

function differ(one: number, other: number, least: number): boolean {
  return Math.abs(one - other) >= least;
}
