import type { Comparison, Summary } from "./summary";

export function printTable(summaries: readonly Summary[]): void {
  console.log("\nMedians, and the best run:");
  const header = [
    "",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "requests per CPU second",
    "best requests/s",
    "best p99 ms",
  ];
  const rows = summaries.map((summary) => [
    summary.name,
    summary.requestsPerSecond.toFixed(0),
    String(summary.p50Ms),
    String(summary.p99Ms),
    summary.requestsPerProcessorSecond?.toFixed(0) ?? "unknown",
    summary.bestRequestsPerSecond.toFixed(0),
    String(summary.bestP99Ms),
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
  const times = (ratio: number | undefined) => ratio?.toFixed(1) ?? "unknown";
  console.log(
    `  http-api answers ${times(comparison.requestsPerSecondRatio)} times the requests/s of ${comparison.reference}, ` +
      `at a p99 of ${comparison.p99Ms} ms against ${comparison.referenceP99Ms} ms ` +
      `(best runs: ${times(comparison.bestRequestsPerSecondRatio)} times; ` +
      `per CPU second: ${times(comparison.requestsPerProcessorSecondRatio)} times).`,
  );
  console.log(
    `  The goal, 5 times at a lower p99, is ${comparison.isGoalReached ? "reached" : "MISSED"}.`,
  );
}
