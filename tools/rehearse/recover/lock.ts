import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { basename } from "node:path";
import { listOfCommands } from "../../process/platform";
import type { Account } from "../emulator/account";
import type { Plan } from "../terraform/plan";
import { type Terraform, TerraformError } from "../terraform/terraform";
import type { S3Backend } from "../../synthesized/stack-json";

/** The content of a Terraform state lock. */
export interface Lock {
  readonly ID: string;
  readonly Operation: string;
  /** For example user@host. */
  readonly Who: string;
  readonly Created: string;
}

/**
 * Why the holder of a lock may still be running. Undefined if it has ended: it ran on this machine, and no Terraform
 * that could hold the lock runs here in a folder of that stack.
 *
 * @param stack name of the stack and of its rehearsal folder
 * @param isLockedAt whether the lock is at that endpoint; another rehearsal of the stack has its own emulator
 * @param terraforms finds the Terraform processes on this machine
 */
export async function whyHolderMayLive(
  lock: Lock,
  stack: string,
  isLockedAt: (endpoint: string) => Promise<boolean>,
  terraforms = runningTerraforms,
): Promise<string | undefined> {
  const host = lock.Who.split("@").pop() ?? "";
  if (host !== hostname()) return `it runs on ${host}, which cannot be checked from here`;
  if (process.platform === "win32") return "on Windows it is unknown whether it is still running";
  for (const { processId, command, folder, endpoint } of terraforms()) {
    if (folder !== undefined && basename(folder) !== stack) continue;
    if (NEVER_LOCKS.test(command)) continue;
    if (endpoint !== undefined && !(await isLockedAt(endpoint))) continue;
    return `process ${processId} (${command}) is still running`;
  }
  return undefined;
}

/** Commands that only read, after Terraform's global options. */
const NEVER_LOCKS = /^\S+( -\S+)* (fmt|get|graph|output|providers|show|validate|version)( |$)/;

interface RunningTerraform {
  readonly processId: number;
  readonly command: string;
  /** Undefined if it cannot be determined. */
  readonly folder?: string;
  /** The endpoint of its account, if its environment can be read and contains one. */
  readonly endpoint?: string;
}

function runningTerraforms(): readonly RunningTerraform[] {
  const { stdout } = spawnSync(...listOfCommands(), { encoding: "utf8" });
  return stdout.split(/\r?\n/).flatMap((line) => {
    const [, id = "", state = "", command = ""] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const [program = ""] = command.split(" ");
    // A zombie process has already ended.
    if (basename(program) !== "terraform" || state.startsWith("Z")) return [];
    const processId = Number(id);
    const endpoint = endpointOf(processId);
    return [{ processId, command, folder: folderOf(processId, command), endpoint }];
  });
}

function endpointOf(processId: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const environment = readFileSync(`/proc/${processId}/environ`, "utf8");
    return /(?:^|\0)AWS_ENDPOINT_URL=([^\0]+)/.exec(environment)?.[1];
  } catch {
    // The process has ended or belongs to another user; `folderOf` tells which.
    return undefined;
  }
}

function folderOf(processId: number, command: string): string | undefined {
  const [, folder] = /\s-chdir=(\S+)/.exec(command) ?? [];
  if (folder !== undefined) return folder;
  if (process.platform === "linux") {
    try {
      return readlinkSync(`/proc/${processId}/cwd`);
    } catch {
      // The process has ended or belongs to another user.
      return isGone(processId) ? "" : undefined;
    }
  }
  // Without lsof, as on Windows, the folder is unknown.
  const { error, stdout } = spawnSync("lsof", ["-a", "-p", String(processId), "-d", "cwd", "-Fn"], {
    encoding: "utf8",
  });
  return error ? undefined : /^n(.+)$/m.exec(stdout)?.[1];
}

function isGone(processId: number): boolean {
  try {
    readFileSync(`/proc/${processId}/stat`);
    return false;
  } catch {
    return true;
  }
}

/** Proof that a stack's state is locked while an apply is in progress. */
export interface LockProof {
  /** The lock as stored next to the state. */
  readonly lock: { readonly Operation: string; readonly Who: string };
  /** Terraform's message to the second run. */
  readonly refusal: string;
  readonly releasedAfterwards: boolean;
}

/** Holds an apply at its approval prompt, and runs a plan meanwhile. */
export async function proveLock(
  terraform: Terraform,
  backend: S3Backend,
  account: Account,
): Promise<LockProof> {
  const lockKey = `${backend.key}.tflock`;
  const first = await terraform.holdApply();
  let lock: string | undefined;
  let refusal: string;
  try {
    lock = await account.object(backend.bucket, lockKey);
    refusal = await refusalOf(terraform.plan());
  } finally {
    await first.refuse();
  }
  const afterwards = await account.object(backend.bucket, lockKey);
  return {
    lock: JSON.parse(lock ?? "{}") as LockProof["lock"],
    refusal,
    releasedAfterwards: afterwards === undefined,
  };
}

async function refusalOf(second: Promise<Plan>): Promise<string> {
  try {
    const { changes } = await second;
    return `none: a second plan went through, with ${changes.length} changes`;
  } catch (error) {
    if (error instanceof TerraformError) return error.message;
    throw error;
  }
}
