import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { basename } from "node:path";

/** What Terraform writes into the lock of a state. */
export interface Lock {
  readonly ID: string;
  readonly Operation: string;
  /** As in user@host. */
  readonly Who: string;
  readonly Created: string;
}

/**
 * Why the holder of a lock may still be at work, or undefined when it is gone: it ran on this machine, and no Terraform
 * runs here in a folder of that stack.
 *
 * @param stack name of the stack, and of the folder that it is rehearsed in
 */
export function whyHolderMayLive(lock: Lock, stack: string): string | undefined {
  const host = lock.Who.split("@").pop() ?? "";
  if (host !== hostname()) return `it runs on ${host}, which cannot be looked into from here`;
  if (process.platform === "win32")
    return "on Windows nobody here can tell whether it is still running";
  const running = runningTerraforms().find(
    ({ folder }) => folder === undefined || basename(folder) === stack,
  );
  return running && `process ${running.processId} (${running.command}) is still running`;
}

interface RunningTerraform {
  readonly processId: number;
  readonly command: string;
  /** Undefined when it cannot be found out. */
  readonly folder?: string;
}

function runningTerraforms(): readonly RunningTerraform[] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,stat=,args="], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => {
    const [, id = "", state = "", command = ""] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const [program = ""] = command.split(" ");
    // A zombie has ended, and waits for nothing but to be counted.
    if (basename(program) !== "terraform" || state.startsWith("Z")) return [];
    return [{ processId: Number(id), command, folder: folderOf(Number(id), command) }];
  });
}

function folderOf(processId: number, command: string): string | undefined {
  const [, folder] = /\s-chdir=(\S+)/.exec(command) ?? [];
  if (folder !== undefined) return folder;
  if (process.platform === "linux") {
    try {
      return readlinkSync(`/proc/${processId}/cwd`);
    } catch {
      // Gone meanwhile, or somebody else's.
      return isGone(processId) ? "" : undefined;
    }
  }
  const { stdout } = spawnSync("lsof", ["-a", "-p", String(processId), "-d", "cwd", "-Fn"], {
    encoding: "utf8",
  });
  return /^n(.+)$/m.exec(stdout)?.[1];
}

function isGone(processId: number): boolean {
  try {
    readFileSync(`/proc/${processId}/stat`);
    return false;
  } catch {
    return true;
  }
}
