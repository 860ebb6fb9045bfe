import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { signalGroup } from "../../process/platform";

export interface ProgramOptions {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Called with each line of output. @default - the output is only written to the file */
  readonly onLine?: (line: string) => void;
}

const running = new Set<Program>();
let onStart: (pid: number) => void = () => undefined;

/** Subscribes to the IDs of programs that start from now on. */
export function watchPrograms(watch: (pid: number) => void): void {
  onStart = watch;
}

process.once("exit", () => {
  for (const program of running) program.signal("SIGKILL");
});

/** A program in its own process group. Ctrl-C in the terminal does not reach it, and its children stop with it. */
export class Program {
  readonly ended: Promise<string>;
  /** Known when it has ended. 137 if a signal ended it, as a shell would say. */
  exitCode: number | undefined;
  private readonly child: ChildProcess;

  constructor({ command, folder, environment, logFile, onLine }: ProgramOptions) {
    const [file = "", ...args] = command;
    const log = openSync(logFile, "a");
    const output = onLine === undefined ? log : "pipe";
    this.child = spawn(file, args, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", output, output],
      // On Windows, a detached program opens a window of its own.
      detached: process.platform !== "win32",
    });
    closeSync(log);
    if (onLine !== undefined) {
      for (const stream of [this.child.stdout, this.child.stderr]) {
        if (stream) createInterface({ input: stream }).on("line", onLine);
      }
    }
    running.add(this);
    if (this.child.pid !== undefined) onStart(this.child.pid);
    this.ended = new Promise((resolve) => {
      const end = (reason: string): void => {
        running.delete(this);
        resolve(reason);
      };
      this.child.once("error", (error) => {
        this.exitCode = 127;
        end(error.message);
      });
      this.child.once("exit", (code, signal) => {
        this.exitCode = code ?? 137;
        end(signal === null ? `ended with exit code ${String(code)}` : `was ended by ${signal}`);
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    signalGroup(this.child.pid, signal);
  }
}

/** Stops programs as ECS does: SIGTERM, then SIGKILL after the stop timeout. */
export async function endPrograms(
  programs: readonly Program[],
  stopTimeoutSeconds: number,
): Promise<void> {
  for (const program of programs) program.signal("SIGTERM");
  const force = setTimeout(() => {
    for (const program of programs) program.signal("SIGKILL");
  }, stopTimeoutSeconds * 1000);
  await Promise.all(programs.map(({ ended }) => ended));
  clearTimeout(force);
  // Stops child processes that the program left behind.
  for (const program of programs) program.signal("SIGKILL");
}
