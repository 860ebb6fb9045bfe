import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Calibration } from "../../tools/load-test/calibrate/calibrate";
import { loadNamed } from "../../tools/load-test/load/load";
import type { LoadTestReport } from "../../tools/load-test/report/report";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { layOut } from "../../tools/terminal/table";
import { describeMachine } from "../measure/machine";
import { writeResults } from "../measure/results";
import { startLocal } from "./local-system";
import { type SamplingError, samplingError } from "./sampling";

/**
 * A profile whose highest rate is a share of what one task can serve. It is measured for so long that chance moves its p95 by
 * hardly more than 10 %.
 */
interface Profile {
  readonly load: string;
  readonly peakShare: number;
  /** The value that the highest rate is a multiple of. */
  readonly peakOfBase: number;
  readonly seconds: number;
  /** Measurements with other arrivals, whose p95 is averaged. @default 1 */
  readonly runs?: number;
}

const BELOW: readonly Profile[] = [
  { load: "step:1x", peakShare: 0.3, peakOfBase: 1, seconds: 60 },
  { load: "step:1x", peakShare: 0.6, peakOfBase: 1, seconds: 60 },
  { load: "step:3x", peakShare: 0.75, peakOfBase: 3, seconds: 180 },
  { load: "ramp", peakShare: 0.75, peakOfBase: 10, seconds: 180, runs: 3 },
  // Only a twelfth of its time has many requests.
  { load: "spike", peakShare: 0.7, peakOfBase: 10, seconds: 240, runs: 2 },
];
const BEYOND: Profile = { load: "step:1x", peakShare: 1.2, peakOfBase: 1, seconds: 30 };

interface Contestant {
  readonly name: string;
  readonly path: string;
  /** Arguments for `npm run local`. */
  readonly local: readonly string[];
  readonly profiles: readonly Profile[];
  /** Replaces the maximum of one task, if the load test and the load balancer cannot send that much. */
  readonly mostPerSecond?: number;
}

/**
 * Near saturation, 1 % more CPU time per request makes the p95 3 to 4 % longer. Where the CPU time varies, its mean of 5,000
 * requests is only known to 1.4 %.
 */
const CALIBRATION_STEP_SECONDS = 8;
const COMPUTES = `http-api=node ${join(projectRoot(), "bench", "calibrate", "computes.cjs")}`;

const CONTESTANTS: readonly Contestant[] = [
  {
    name: "4 ms of CPU, varying",
    path: "/work",
    local: ["--command", COMPUTES],
    profiles: [...BELOW, BEYOND],
  },
  {
    name: "4 ms of CPU, constant",
    path: "/work",
    local: ["--command", COMPUTES, "--env", "CONSTANT=1"],
    profiles: BELOW.slice(1, 3),
  },
  {
    name: "http-api itself",
    path: "/api",
    local: [],
    profiles: BELOW.slice(1, 3),
    mostPerSecond: 500,
  },
];

interface Row {
  readonly service: string;
  readonly profile: string;
  readonly utilization: number;
  readonly served: number;
  readonly servedSimulated: number;
  readonly p95: number;
  readonly p95Simulated: number;
  readonly sampling: SamplingError;
}

async function loadTest(args: readonly string[]): Promise<void> {
  const program = [join("tools", "run.mjs"), join("tools", "load-test", "main.ts"), ...args];
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, program, {
    cwd: projectRoot(),
  });
  if (exitCode !== 0) throw new Error(`The load test failed:\n${stdout}${stderr}`);
}

/** Calibrates a service once, and then compares loads that were not part of the calibration. */
async function rowsOf(contestant: Contestant, folder: string): Promise<readonly Row[]> {
  const local = await startLocal(contestant.local);
  try {
    const url = `${local.url}${contestant.path}`;
    const parameters = join(folder, "parameters.json");
    await loadTest([
      ...[url, "--calibrate", "--parameters", parameters],
      ...["--seconds", String(CALIBRATION_STEP_SECONDS)],
    ]);
    const found = JSON.parse(readFileSync(parameters, "utf8")) as Calibration;
    console.log(`${contestant.name}: ${JSON.stringify(found.parameters)}`);
    if (found.machineTooBusy) console.log("  The machine was busy with other work.");
    const capacity = contestant.mostPerSecond ?? 1000 / found.parameters.cpuMsPerRequest;
    const rows: Row[] = [];
    for (const { load, peakShare, peakOfBase, seconds, runs = 1 } of contestant.profiles) {
      const rate = (capacity * peakShare) / peakOfBase;
      const reports: LoadTestReport[] = [];
      for (let seed = 1; seed <= runs; seed++) {
        await loadTest([
          ...[url, "--load", load, "--rate", rate.toFixed(2), "--seconds", String(seconds)],
          ...["--parameters", parameters, "--report", folder, "--seed", String(seed)],
        ]);
        reports.push(
          JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as LoadTestReport,
        );
      }
      const mean = (of: (report: LoadTestReport) => number) =>
        reports.reduce((sum, report) => sum + of(report), 0) / runs;
      const { cpuMsPerRequest, ioWaitMs, serviceTimeVariation } = found.parameters;
      const row = {
        service: contestant.name,
        profile: load,
        utilization: peakShare,
        served: mean(({ servedPerSecond }) => servedPerSecond),
        servedSimulated: mean(({ simulated }) => simulated?.servedPerSecond ?? NaN),
        p95: mean(({ latency }) => latency.p95),
        p95Simulated: mean(({ simulated }) => simulated?.latency.p95 ?? NaN),
        sampling: samplingError(
          loadNamed(load, { baseRate: rate, seconds }),
          {
            cpuMs: cpuMsPerRequest,
            isConstant: serviceTimeVariation < 0.5,
            constantMs: ioWaitMs + found.localBalancer.constantMs,
          },
          runs,
        ),
      };
      rows.push(row);
      console.log(`  ${JSON.stringify(row)}`);
    }
    return rows;
  } finally {
    await local.stop();
  }
}

async function bench(): Promise<void> {
  console.log(describeMachine());
  const folder = mkdtempSync(join(tmpdir(), "calibrate-"));
  const rows: Row[] = [];
  try {
    for (const contestant of CONTESTANTS) rows.push(...(await rowsOf(contestant, folder)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  const difference = (simulated: number, measured: number) =>
    `${(100 * (simulated / measured - 1)).toFixed(0)} %`;
  console.log(
    layOut(
      [
        [
          ...["service", "profile", "peak", "served/s", "simulated", ""],
          ...["p95 ms", "simulated", "", "by chance"],
        ],
        ...rows.map((row) => [
          row.service,
          row.profile,
          `${Math.round(100 * row.utilization)} %`,
          row.served.toFixed(1),
          row.servedSimulated.toFixed(1),
          difference(row.servedSimulated, row.served),
          row.p95.toFixed(1),
          row.p95Simulated.toFixed(1),
          difference(row.p95Simulated, row.p95),
          `-${row.sampling.belowPercent.toFixed(0)} to +${row.sampling.abovePercent.toFixed(0)} %`,
        ]),
      ],
      [2, 3, 4, 5, 6, 7, 8, 9],
    ).join("\n"),
  );
  writeResults("calibrate", { rows });
}

void bench();
