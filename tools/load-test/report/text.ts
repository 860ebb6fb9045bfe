import type { Measurements } from "../generator/measurements";
import type { Load } from "../load/load";
import { layOut } from "../../terminal/table";
import { duration } from "../consent";
import type { Prediction } from "../prediction/prediction";
import type { LoadTestReport } from "./report";

/** Above this share of late requests, the machine that sends the load is too slow. */
const LATE_SHARE = 0.01;

/** The current progress, on one line. */
export function progressLine(load: Load, elapsed: number, measurements: Measurements): string {
  const last = measurements.intervalAt(Math.max(0, elapsed - measurements.intervalSeconds));
  const { served } = measurements.outcomes;
  return [
    `${duration(Math.min(elapsed, load.seconds))} of ${duration(load.seconds)}`,
    `${Math.round(load.rateAt(Math.min(elapsed, load.seconds)))} requests/s`,
    `${served} served, ${measurements.failed} failed, ${measurements.inFlight} in flight`,
    `p95 ${(last?.p95 ?? 0).toFixed(0)} ms`,
  ].join("; ");
}

/** The results, for the terminal. */
export function summaryText(report: LoadTestReport): string {
  const { latency, outcomes, offered } = report;
  const share = (count: number): string =>
    offered === 0 ? "-" : `${((100 * count) / offered).toFixed(2)} %`;
  const rows = [
    ["offered", String(offered), ""],
    ...Object.entries(outcomes)
      .filter(([outcome, count]) => outcome === "served" || count > 0)
      .map(([outcome, count]) => [outcome.replace("-", " "), String(count), share(count)]),
  ];
  const times = Object.entries<number>({ ...latency }).map(
    ([name, ms]) => `${name} ${ms.toFixed(1)}`,
  );
  const lines = [
    ...layOut(rows, [1, 2]),
    `served ${report.servedPerSecond}/s over ${duration(report.seconds)}${report.stopped ? ", stopped early" : ""}`,
    `latency in ms: ${times.join(", ")}`,
  ];
  if (report.sentLateShare > LATE_SHARE) {
    lines.push(
      `Warning: this machine sent ${(report.sentLateShare * 100).toFixed(1)} % of the requests more than 10 ms late. The delay is included in their latency. Send fewer requests, or use an idle machine.`,
    );
  }
  if (report.simulated !== undefined) lines.push(simulatedLine(report, report.simulated));
  for (const problem of report.problems ?? []) lines.push(`Warning: ${problem}`);
  for (const problem of report.recording?.problems ?? []) {
    lines.push(`Warning: some data is missing: ${problem}`);
  }
  return lines.join("\n");
}

function simulatedLine(
  { servedPerSecond, latency: measured }: LoadTestReport,
  { basis, latency, servedPerSecond: served }: Prediction,
): string {
  const difference = (one: number, other: number) => {
    const percent = 100 * (one / other - 1);
    return `${percent > 0 ? "+" : ""}${percent.toFixed(0)} %`;
  };
  const p95 =
    latency.p95 === null
      ? "-"
      : `${latency.p95.toFixed(1)} ms (${difference(latency.p95, measured.p95)})`;
  return `simulated (${basis}): served ${served.toFixed(2)}/s (${difference(served, servedPerSecond)}), p95 ${p95}`;
}
