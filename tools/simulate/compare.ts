import { existsSync } from "node:fs";
import { join } from "node:path";
import { synthesisOf } from "../cost/revision";
import { Synthesis } from "../synthesized/synthesis";
import { layOut } from "../terminal/table";
import { loadSystem } from "./load-system";
import { dollars, duration, milliseconds, percent } from "./report/format";
import { run, type Run, type Scenario } from "./run";
import type { ReadSystem } from "./system/read-system";

/** The same system elsewhere: in another environment, another folder with a synthesis, or a git revision. */
export async function loadOthers(
  root: string,
  folder: string,
  names: readonly string[],
  system: string,
  environment: string,
  variables: Readonly<Record<string, string>>,
): Promise<readonly ReadSystem[]> {
  const { environments } = Synthesis.read(folder);
  const others: ReadSystem[] = [];
  for (const name of names) {
    const isFolder = existsSync(join(name, "manifest.json"));
    if (!isFolder && environments.includes(name))
      others.push(await loadSystem(folder, system, name, variables));
    else
      others.push(
        await loadSystem(
          await synthesisOf(root, name, console.error),
          system,
          environment,
          variables,
        ),
      );
  }
  return others;
}

/** Runs all scenarios under the first one's load; a column each. */
export function compareRuns(
  scenario: Scenario,
  first: Run,
  others: readonly Scenario[],
  names: readonly string[],
): string {
  const runs = [first, ...others.map((other) => run({ ...other, load: scenario.load }))];
  const row = (label: string, text: (run: Run) => string) => [label, ...runs.map(text)];
  const elasticity =
    (of: (each: Run["result"]["taskElasticity"][number]) => number) => (one: Run) =>
      Math.max(0, ...one.result.taskElasticity.map(of)).toFixed(2);
  return layOut(
    [
      ["", scenario.read.system.name, ...names],
      row("failed", ({ summary }) => percent(summary.failedPercent)),
      row("p50", ({ summary }) => milliseconds(summary.latency.p50)),
      row("p99", ({ summary }) => milliseconds(summary.latency.p99)),
      row("too few tasks, of the time", ({ summary }) => percent(summary.underTimeshare)),
      row("longest time to capacity", ({ summary }) => duration(summary.secondsToCapacity)),
      row(
        "tasks missing on average",
        elasticity(({ underProvisioned }) => underProvisioned),
      ),
      row(
        "tasks too many on average",
        elasticity(({ overProvisioned }) => overProvisioned),
      ),
      row("tasks at most", ({ summary }) => String(summary.peakTasks)),
      row("instances at most", ({ summary }) => String(summary.peakInstances)),
      row("cost", ({ summary }) => `${dollars(summary.usdPerHour)}/h`),
    ],
    runs.map((_, index) => index + 1),
  ).join("\n");
}
