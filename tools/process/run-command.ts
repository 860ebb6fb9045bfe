import { type ChildProcess, spawn } from "node:child_process";
import { endWithThisProcess } from "./children";

export interface CommandOptions {
  readonly cwd: string;
  /** @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line of standard output. */
  readonly onLine?: (line: string) => void;
  /** Stops the program when aborted: with an interrupt, a second interrupt, and finally SIGKILL. */
  readonly endedBy?: AbortSignal;
  /** @default no limit */
  readonly timeoutSeconds?: number;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Runs a program to its end. A nonzero exit code is a result, not an error. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: (options.timeoutSeconds ?? 0) * 1000,
    });
    endWithThisProcess(child);
    const interrupt = (): void => {
      interruptTwice(child);
    };
    if (options.endedBy?.aborted) interrupt();
    options.endedBy?.addEventListener("abort", interrupt, { once: true });
    child.once("close", () => options.endedBy?.removeEventListener("abort", interrupt));
    let stdout = "";
    let stderr = "";
    let unfinishedLine = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const lines = (unfinishedLine + text).split("\n");
      unfinishedLine = lines.pop() ?? "";
      lines.forEach((line) => options.onLine?.(line));
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (signal !== null) stderr += `\n${command} was terminated by ${signal}.`;
      resolve({
        exitCode: code ?? 1,
        stdout,
        stderr,
        seconds: (performance.now() - started) / 1000,
      });
    });
  });
}

/** On the first interrupt, a program such as Terraform finishes its current operation. On the second, it exits at once. */
function interruptTwice(child: ChildProcess): void {
  child.kill("SIGINT");
  const again = setTimeout(() => child.kill("SIGINT"), 1000);
  const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
  child.once("exit", () => {
    clearTimeout(again);
    clearTimeout(hard);
  });
}
