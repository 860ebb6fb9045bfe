import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { synthesisOf } from "../cost/revision";
import { Synthesis } from "../synthesized/synthesis";
import { layOut } from "../terminal/table";
import type { Elasticity } from "./model/elasticity";
import { loadSystem } from "./load-system";
import { loadSettingsFile } from "./settings-file";
import { dollars, duration, milliseconds, percent } from "./report/format";
import { run, type Run, type Scenario } from "./run";
import type { ReadSystem } from "./system/read-system";

/**
 * The same system from another source: another environment, a settings file, another synthesis folder, or a git
 * revision.
 */
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
    if (name.endsWith(".ts") && existsSync(name))
      others.push(await loadSettingsFile(root, name, system, variables));
    else if (!isFolder && environments.includes(name))
      others.push(await loadSystem(folder, system, name, variables));
    else
      others.push(
        await loadSystem(
          await synthesisOf(root, name, console.error, ALTERNATIVES),
          system,
          environment,
          variables,
        ),
      );
  }
  return others;
}

const ALTERNATIVES = "an environment, a settings file (.ts), ";

export interface NamedRun extends Run {
  readonly name: string;
}

/** Runs all other systems under the first one's load. */
export function runOthers(
  scenario: Scenario,
  others: readonly ReadSystem[],
  names: readonly string[],
): readonly NamedRun[] {
  return others.map((read, index) => ({
    ...run({ ...scenario, read }),
    name: labelOf(names[index] ?? ""),
  }));
}

/** Names a settings file by its base name, and everything else as it was passed. */
function labelOf(name: string): string {
  return name.endsWith(".ts") ? basename(name, ".ts") : name;
}

/** The figures of runs as a table, one column per run. */
export function comparisonRows(runs: readonly NamedRun[]): readonly (readonly string[])[] {
  const row = (label: string, text: (run: Run) => string) => [label, ...runs.map(text)];
  const worst = (each: readonly Elasticity[], of: (one: Elasticity) => number) =>
    Math.max(0, ...each.map(of)).toFixed(2);
  return [
    ["", ...runs.map(({ name }) => name)],
    row("failed", ({ summary }) => percent(summary.failedPercent)),
    row("p50", ({ summary }) => milliseconds(summary.latency.p50)),
    row("p99", ({ summary }) => milliseconds(summary.latency.p99)),
    row("share of the time with too few tasks", ({ summary }) => percent(summary.underTimeshare)),
    row("longest time to capacity", ({ summary }) => duration(summary.secondsToCapacity)),
    row("missing tasks on average", ({ result }) =>
      worst(result.taskElasticity, ({ underProvisioned }) => underProvisioned),
    ),
    row("surplus tasks on average", ({ result }) =>
      worst(result.taskElasticity, ({ overProvisioned }) => overProvisioned),
    ),
    row("missing instances on average", ({ result }) =>
      worst(result.instanceElasticity, ({ underProvisioned }) => underProvisioned),
    ),
    row("surplus instances on average", ({ result }) =>
      worst(result.instanceElasticity, ({ overProvisioned }) => overProvisioned),
    ),
    row("most tasks", ({ summary }) => String(summary.peakTasks)),
    row("most instances", ({ summary }) => String(summary.peakInstances)),
    row("cost", ({ summary }) => `${dollars(summary.usdPerHour)}/h`),
  ];
}

export function comparisonText(runs: readonly NamedRun[]): string {
  return layOut(
    comparisonRows(runs),
    runs.map((_, index) => index + 1),
  ).join("\n");
}
