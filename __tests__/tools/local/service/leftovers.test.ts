import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  endLeftovers,
  recordProcess,
  runFolderName,
} from "../../../../tools/local/service/leftovers";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leftovers-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A process id that no process has any more. */
const GONE = spawnSync(process.execPath, ["-e", ""]).pid;

function runOf(pid: number): string {
  const run = join(folder, runFolderName(pid));
  mkdirSync(run);
  return run;
}

function aTask() {
  return spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"], {
    detached: true,
    stdio: "ignore",
  });
}

it("[2026-11 E5] ends the tasks of a run that was killed, and removes its folder", async () => {
  const task = aTask();
  const run = runOf(GONE);
  recordProcess(run, task.pid!);
  const ended = once(task, "exit");
  expect(endLeftovers(folder)).toEqual([task.pid]);
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(existsSync(run)).toBe(false);
});

it("leaves the tasks of a run that goes on", async () => {
  const task = aTask();
  const run = runOf(process.pid);
  recordProcess(run, task.pid!);
  expect(endLeftovers(folder)).toEqual([]);
  expect(existsSync(run)).toBe(true);
  task.kill("SIGKILL");
  await once(task, "exit");
});

it("leaves a process alone that has the id of a former task", async () => {
  const other = aTask();
  const anHourAgo = Date.now() - 60 * 60 * 1000;
  writeFileSync(join(runOf(GONE), "processes"), `${other.pid} ${anHourAgo}\n`);
  expect(endLeftovers(folder)).toEqual([]);
  expect(other.exitCode ?? other.signalCode).toBeNull();
  other.kill("SIGKILL");
  await once(other, "exit");
});

it("has nothing to do where nothing has run", () => {
  expect(endLeftovers(join(folder, "none"))).toEqual([]);
});
