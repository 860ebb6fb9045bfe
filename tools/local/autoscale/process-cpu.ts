import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { UserError } from "../../terminal/user-error";

/** Linux reports CPU time to programs in hundredths of a second, regardless of the kernel's own clock (USER_HZ). */
const TICKS_PER_SECOND = 100;

/**
 * User and system CPU time in seconds of each process group on this machine. This includes children, also those that have
 * ended. The packages pidusage and systeminformation report single processes only.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function cpuSecondsByGroup(
  platform: NodeJS.Platform = process.platform,
): ReadonlyMap<number, number> {
  if (platform === "win32") {
    throw new UserError(
      "--autoscale needs the CPU time of process groups, which Windows does not have. Run it in WSL.",
    );
  }
  return existsSync("/proc/self/stat") ? fromProc() : fromPs();
}

function fromProc(): ReadonlyMap<number, number> {
  const seconds = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readStat(`/proc/${entry}/stat`);
    if (stat === undefined) continue;
    // The name in parentheses may contain any characters, including spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    const group = Number(fields[2]);
    seconds.set(group, (seconds.get(group) ?? 0) + ticks / TICKS_PER_SECOND);
  }
  return seconds;
}

function readStat(file: string): string | undefined {
  try {
    return readFileSync(file, "latin1");
  } catch (error) {
    // The process ended after the folder was listed.
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** For macOS and the BSDs, whose `ps` shows hundredths of a second. */
function fromPs(): ReadonlyMap<number, number> {
  const { stdout, status } = spawnSync("ps", ["-A", "-o", "pgid=,time="], { encoding: "utf8" });
  if (status !== 0) throw new UserError("--autoscale needs the `ps` command, which failed.");
  return parsePs(stdout);
}

/** @param text lines with a process group and `[[days-]hours:]minutes:seconds[.hundredths]` */
export function parsePs(text: string): ReadonlyMap<number, number> {
  const seconds = new Map<number, number>();
  for (const line of text.split("\n")) {
    const [, group, days = "0", time] = /^\s*(\d+)\s+(?:(\d+)-)?([\d:.]+)\s*$/.exec(line) ?? [];
    if (group === undefined || time === undefined) continue;
    const ofDay = time.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
    const before = seconds.get(Number(group)) ?? 0;
    seconds.set(Number(group), before + 86_400 * Number(days) + ofDay);
  }
  return seconds;
}
