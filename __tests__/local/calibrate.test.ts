import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Calibration } from "../../tools/load-test/calibrate/calibrate";
import type { LoadTestReport } from "../../tools/load-test/report/report";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { LocalRun } from "./local-run";

let run: LocalRun;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calibrate-"));
});

afterEach(async () => {
  await run.stop();
  rmSync(folder, { recursive: true });
});

async function tool(name: string, ...args: string[]): Promise<string> {
  const program = [join("tools", "run.mjs"), join("tools", name, "main.ts"), ...args];
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, program, {
    cwd: projectRoot(),
    env: { ...process.env, LOCAL_RUNS_FOLDER: join(projectRoot(), ".build", "local-tests") },
  });
  expect(stderr).not.toContain("    at ");
  expect({ name, exitCode }).toEqual({ name, exitCode: 0 });
  return stdout;
}

test("parameters of a local service are measured, simulated with, and compared with in a report", async () => {
  run = await LocalRun.start("http-scale-out");
  const url = `${run.url("HTTP 80")}/api`;
  const file = join(folder, "api.json");
  expect(
    await tool("load-test", url, "--calibrate", "--seconds", "1", "--parameters", file),
  ).toMatch(/http-api at \/api:[^]*cpuMsPerRequest/);
  const { service, parameters } = JSON.parse(readFileSync(file, "utf8")) as Calibration;
  expect(service).toBe("http-api");
  // A request takes a fraction of a millisecond, on any machine less than what the simulator assumes.
  expect(parameters.cpuMsPerRequest).toBeGreaterThan(0.005);
  expect(parameters.cpuMsPerRequest).toBeLessThan(4);

  const json = await tool("simulate", "http-scale-out", "--parameters", file, "--json");
  const { assumptions } = JSON.parse(json) as {
    assumptions: { name: string; value: number }[];
  };
  expect(assumptions.find(({ name }) => name === "cpuMsPerRequest")?.value).toBe(
    parameters.cpuMsPerRequest,
  );

  const args = ["--load", "step:1x", "--rate", "20", "--seconds", "3", "--report", folder];
  expect(await tool("load-test", url, ...args, "--parameters", file)).toContain("simulated (");
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as LoadTestReport;
  expect(report.simulated?.points.at(-1)?.second).toBe(3);
  expect(report.recording?.observations.at(-1)?.services).toEqual({
    "http-api": { desired: 1, running: 1, pending: 0 },
  });
  expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("served, simulated");
});
