import { spawnSync } from "node:child_process";

/** Runs a command to its end. @returns its output without the final line break */
export function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(
      `${command} ${args.join(" ")} exited with ${String(status)}:\n${stdout}${stderr}`,
    );
  return stdout.trimEnd();
}

export function isInstalled(command: string): boolean {
  return spawnSync("which", [command]).status === 0;
}
