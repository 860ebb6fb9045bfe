import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { listOfStarts, signalGroup } from "../../process/platform";

/** The name of a run's folder, from its process ID. */
const RUN_FOLDER = /^run-(\d+)$/;
const RECORD = "processes";

/** `ps` rounds the start time of a process, which is also later than the time before its spawn. */
const TOLERANCE_MS = 5_000;

export function runFolderName(pid: number): string {
  return `run-${pid}`;
}

/** Records a process of a run, so that the next run can stop it if this one is killed. */
export function recordProcess(workFolder: string, pid: number): void {
  appendFileSync(join(workFolder, RECORD), `${pid} ${Date.now()}\n`);
}

/**
 * Stops what a killed run left behind.
 *
 * @param folder the folder of the runs of a stack
 * @returns the IDs of the stopped processes
 */
export function endLeftovers(folder: string): readonly number[] {
  if (!existsSync(folder)) return [];
  const abandoned = readdirSync(folder).filter((name) => {
    const pid = RUN_FOLDER.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
  const ended = abandoned.flatMap((name) => {
    const record = join(folder, name, RECORD);
    if (!existsSync(record)) return [];
    const running = startTimes();
    return readFileSync(record, "utf8")
      .split("\n")
      .flatMap((line) => {
        const [pid = 0, recordedAt = 0] = line.split(" ").map(Number);
        return isSame(running.get(pid), recordedAt) && end(pid) ? [pid] : [];
      });
  });
  for (const name of abandoned) rmSync(join(folder, name), { recursive: true, force: true });
  return ended;
}

/** By now the process ID may belong to another program, which started later. */
function isSame(startedAt: number | undefined, recordedAt: number): boolean {
  return startedAt !== undefined && Math.abs(startedAt - recordedAt) < TOLERANCE_MS;
}

/** Start time of each process in milliseconds since 1970, by process ID. */
function startTimes(): ReadonlyMap<number, number> {
  const { stdout } = spawnSync(...listOfStarts(), {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  return new Map(
    stdout
      .split("\n")
      .map((line) => /^\s*(\d+)\s+(.+?)\s*$/.exec(line))
      .flatMap((match) =>
        match === null ? [] : [[Number(match[1]), Date.parse(match[2] ?? "")] as const],
      ),
  );
}

/** Kills the process group of the task, whose leader it is. */
function end(pid: number): boolean {
  if (process.platform === "win32") {
    signalGroup(pid, "SIGKILL");
    return true;
  }
  return [-pid, pid].map((each) => kill(each)).some(Boolean);
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    // The group does not exist or has already ended.
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
