import { spawnSync } from "node:child_process";

type Kill = (pid: number, signal: NodeJS.Signals) => unknown;
type Run = (program: string, args: readonly string[]) => unknown;

/**
 * Signals a program and everything it started. Windows has neither process groups nor signals: there, taskkill ends the
 * process tree at once, whatever the signal.
 *
 * @param leader the program's process ID; except on Windows, it must lead its process group
 * @see https://learn.microsoft.com/windows-server/administration/windows-commands/taskkill
 */
export function signalGroup(
  leader: number,
  signal: NodeJS.Signals,
  platform: NodeJS.Platform = process.platform,
  kill: Kill = (pid, by) => process.kill(pid, by),
  run: Run = (program, args) => spawnSync(program, args, { stdio: "ignore", windowsHide: true }),
): void {
  if (platform === "win32") {
    run("taskkill", ["/pid", String(leader), "/T", "/F"]);
    return;
  }
  try {
    kill(-leader, signal);
  } catch (error) {
    // It has ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A command line for the shell of this machine. @param platform @default - this machine's */
export function shellCommand(
  line: string,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  return platform === "win32" ? ["cmd.exe", "/d", "/s", "/c", line] : ["/bin/sh", "-c", line];
}

/** The same for one program, so that signals reach the program instead of the shell. */
export function programInShell(
  line: string,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  return shellCommand(platform === "win32" ? line : `exec ${line}`, platform);
}

/** Prints the ID and start time of each process, one per line. */
export function listOfStarts(
  platform: NodeJS.Platform = process.platform,
): readonly [program: string, args: readonly string[]] {
  if (platform !== "win32") return ["ps", ["-A", "-o", "pid=,lstart="]];
  const script =
    "Get-Process | Where-Object StartTime | ForEach-Object { \"$($_.Id) $($_.StartTime.ToString('o'))\" }";
  return ["powershell.exe", ["-NoProfile", "-Command", script]];
}

/** Prints the ID, state and command line of each process, one per line. */
export function listOfCommands(
  platform: NodeJS.Platform = process.platform,
): readonly [program: string, args: readonly string[]] {
  if (platform !== "win32") return ["ps", ["-axo", "pid=,stat=,args="]];
  const script =
    "Get-CimInstance Win32_Process | ForEach-Object { \"$($_.ProcessId) R $($_.Name -replace '\\.exe$') $($_.CommandLine)\" }";
  return ["powershell.exe", ["-NoProfile", "-Command", script]];
}
