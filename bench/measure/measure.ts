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
  /** From the start of its process to the end. */
  readonly seconds: number;
  /** On all cores, the system's share included: other programs on the machine hardly change it. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/**
 * Runs programs in turn, several times, so that what else happens on the machine meets all of them alike; the first
 * turn is not counted: it fills caches.
 *
 * @returns the median of each program's runs, in the order of the programs
 */
export function measure(programs: readonly Program[], runs: number): Run[] {
  const measured: Run[][] = programs.map(() => []);
  for (let turn = 0; turn <= runs; turn++) {
    programs.forEach((program, index) => {
      const run = runOnce(program);
      if (turn > 0) measured[index]?.push(run);
    });
    process.stderr.write(turn < runs ? "." : ".\n");
  }
  return measured.map((own) => ({
    seconds: median(own.map(({ seconds }) => seconds)),
    cpuSeconds: median(own.map(({ cpuSeconds }) => cpuSeconds)),
    peakMiB: median(own.map(({ peakMiB }) => peakMiB)),
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
