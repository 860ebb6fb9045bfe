import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A Node.js program to measure. */
export interface Program {
  readonly name: string;
  /** The program and its arguments. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface Run {
  /** From the start to the end of the process. */
  readonly seconds: number;
  /** User and system time on all cores. Other programs on the machine have little effect on it. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/**
 * Runs programs in turn several times, so that other activity on the machine affects all of them equally. The first round
 * fills caches and does not count.
 *
 * @returns the programs with the medians of their runs
 */
export function measure<P extends Program>(programs: readonly P[], runs: number): (P & Run)[] {
  const all = programs.map((program) => ({ program, measured: [] as Run[] }));
  for (let turn = 0; turn <= runs; turn++) {
    for (const { program, measured } of all) {
      const run = runOnce(program);
      if (turn > 0) measured.push(run);
    }
    process.stderr.write(turn < runs ? "." : ".\n");
  }
  return all.map(({ program, measured }) => ({
    ...program,
    seconds: median(measured.map(({ seconds }) => seconds)),
    cpuSeconds: median(measured.map(({ cpuSeconds }) => cpuSeconds)),
    peakMiB: median(measured.map(({ peakMiB }) => peakMiB)),
  }));
}

function runOnce({ name, args, env }: Program): Run {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const usageFile = join(folder, "usage.json");
    const preloaded = resolve("bench", "measure", "report-usage.cjs");
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["--require", preloaded, ...args], {
      env: { ...process.env, ...env, USAGE_FILE: usageFile },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const seconds = (performance.now() - started) / 1000;
    if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
    const usage = JSON.parse(readFileSync(usageFile, "utf8")) as {
      maxRssKiB: number;
      cpuSeconds: number;
    };
    return { seconds, cpuSeconds: usage.cpuSeconds, peakMiB: usage.maxRssKiB / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? NaN, sorted[Math.floor(middle)] ?? NaN];
  return (low + high) / 2;
}
