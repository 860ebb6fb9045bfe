import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeMachine } from "../measure/machine";
import { writeResults } from "../measure/results";
import { compareWithAwsCdk } from "./comparison";
import { measureGrowth } from "./growth";

/** Number of measured runs of each program. RUNS overrides it. */
const runs = Number(process.env.RUNS ?? 5);

const machine = describeMachine();
console.log(`${machine}; medians of ${runs} interleaved runs\n`);
const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
try {
  const comparison = compareWithAwsCdk(runs, folder);
  console.log("");
  const growth = measureGrowth(runs, folder);
  writeResults("synth", { machine, runs, comparison, growth });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
