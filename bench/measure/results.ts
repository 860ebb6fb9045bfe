import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes the results of a benchmark as JSON to a folder that Git ignores. */
export function writeResults(bench: string, figures: object): void {
  mkdirSync("reports", { recursive: true });
  const file = join("reports", `bench-${bench}.json`);
  writeFileSync(file, `${JSON.stringify(figures, undefined, 2)}\n`);
  console.log(`\nAll figures: ${file}`);
}
