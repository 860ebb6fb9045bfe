import type { Comparison, Summary } from "./summary";

export function printTable(summaries: readonly Summary[], logsRequests: boolean): void {
  console.log(`\n${logsRequests ? "With" : "Without"} a line of log for each request (medians):`);
  const header = ["", "requests/s", "p50 ms", "p99 ms", "requests per CPU second"];
  const rows = summaries
    .filter((summary) => summary.logsRequests === logsRequests)
    .map((summary) => [
      summary.name,
      summary.requestsPerSecond.toFixed(0),
      String(summary.p50Ms),
      String(summary.p99Ms),
      summary.requestsPerProcessorSecond?.toFixed(0) ?? "unknown",
    ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join("  ")}`);
  }
}

export function printComparison(comparison: Comparison): void {
  const perProcessorSecond =
    comparison.requestsPerProcessorSecondRatio === undefined
      ? ""
      : ` (${comparison.requestsPerProcessorSecondRatio.toFixed(1)} times per CPU second)`;
  console.log(
    `  http-api answers ${comparison.requestsPerSecondRatio.toFixed(1)} times the requests/s of ${comparison.reference}` +
      `${perProcessorSecond}, at a p99 of ${comparison.p99Ms} ms against ${comparison.referenceP99Ms} ms.`,
  );
  console.log(
    `  The goal, 5 times at a lower p99, is ${comparison.isGoalReached ? "reached" : "MISSED"}.`,
  );
}
