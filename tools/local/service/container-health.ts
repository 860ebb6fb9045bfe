import { spawn } from "node:child_process";
import { shellCommand } from "../../process/platform";
import type { Pace } from "../pace";
import { onThisMachine } from "./task-environment";
import type { ContainerHealthCheck } from "../../synthesized/system/task-definition";

export interface ContainerHealthOptions {
  readonly check: ContainerHealthCheck;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Ports on this machine, by the host name and the port that a check uses. */
  readonly hosts: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly onChange: (isHealthy: boolean) => void;
}

/**
 * Runs a container's own health check repeatedly.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export async function watchContainer(options: ContainerHealthOptions): Promise<void> {
  const { check, pace, signal, onChange } = options;
  const started = performance.now();
  let failures = 0;
  while (!signal.aborted) {
    if (await isWell(options)) {
      failures = 0;
      onChange(true);
    } else if (performance.now() - started > pace.milliseconds(check.startPeriodSeconds)) {
      failures += 1;
      if (failures >= check.retries) onChange(false);
    }
    // Until the first success, the checks run more often than the interval.
    await pace.wait(Math.min(check.intervalSeconds, failures === 0 ? Infinity : 5), signal);
  }
}

function isWell({ check, environment, folder, hosts }: ContainerHealthOptions): Promise<boolean> {
  const [kind = "", ...rest] = check.command.map((word) => onThisMachine(word, hosts));
  const [file = "", ...args] = kind === "CMD-SHELL" ? shellCommand(rest.join(" ")) : rest;
  return new Promise((resolve) => {
    const child = spawn(file === "node" ? process.execPath : file, args, {
      cwd: folder,
      env: environment,
      stdio: "ignore",
      timeout: check.timeoutSeconds * 1000,
    });
    child.once("error", () => {
      resolve(false);
    });
    child.once("exit", (code) => {
      resolve(code === 0);
    });
  });
}
