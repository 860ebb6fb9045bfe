import { spawnSync } from "node:child_process";
import { OLDEST_PYTHON, pythonCommand } from "../process/python-environment";

export interface MissingTool {
  readonly tool: string;
  readonly reason: string;
  readonly howToEnable: string;
}

/** Tools that a rehearsal needs and this machine lacks. Empty if it can run. */
export function missingTools(): readonly MissingTool[] {
  return [missingTerraform(), missingPython()].filter((missing) => missing !== undefined);
}

/** Terraform, if it is missing or too old. */
export function missingTerraform(): MissingTool | undefined {
  const howToEnable =
    "Install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install).";
  const { error, status, stdout } = spawnSync("terraform", ["version", "-json"], {
    encoding: "utf8",
    env: process.env,
  });
  if (error || status !== 0)
    return { tool: "terraform", reason: "there is no terraform on the PATH", howToEnable };
  const version = versionIn(stdout);
  if (version === undefined)
    return { tool: "terraform", reason: "terraform on the PATH tells no version", howToEnable };
  // The S3 backend's own lock (use_lockfile) is stable since 1.11.
  if (isAtLeast(version, [1, 11])) return undefined;
  return { tool: "terraform", reason: `terraform on the PATH is ${version}`, howToEnable };
}

/** A program of the same name may answer anything. */
function versionIn(answer: string): string | undefined {
  return /"terraform_version":\s*"(\d[^"]*)"/.exec(answer)?.[1];
}

/** Python, when it is missing, too old, or without what creates virtual environments. */
export function missingPython(): MissingTool | undefined {
  const needed = OLDEST_PYTHON.join(".");
  const howToEnable = `Install Python ${needed} or newer with its venv module (on Debian and Ubuntu: python3-venv).`;
  const command = pythonCommand();
  const question = "import sys, venv, ensurepip; print('.'.join(map(str, sys.version_info[:3])))";
  const { error, status, stdout } = spawnSync(command, ["-c", question], {
    encoding: "utf8",
    env: process.env,
  });
  if (error) return { tool: "python", reason: `there is no ${command} on the PATH`, howToEnable };
  if (status !== 0)
    return { tool: "python", reason: `${command} has no venv or no ensurepip module`, howToEnable };
  if (isAtLeast(stdout.trim(), OLDEST_PYTHON)) return undefined;
  return { tool: "python", reason: `${command} on the PATH is ${stdout.trim()}`, howToEnable };
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [itsMajor = 0, itsMinor = 0] = version.split(".").map(Number);
  return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}
