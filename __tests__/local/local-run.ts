import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ServiceStatus, Status, TaskStatus } from "../../tools/local/control/status";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";

/** Not where a user's own runs are. */
const RUNS = join(projectRoot(), ".build", "local-tests");
const environment = () => ({ ...process.env, LOCAL_RUNS_FOLDER: RUNS });

const PROGRAM = [join("tools", "run.mjs"), join("tools", "local", "main.ts")];

/** `npm run local`, without npm in between. */
export function local(...args: string[]) {
  return runCommand(process.execPath, [...PROGRAM, ...args], {
    cwd: projectRoot(),
    env: environment(),
  });
}

/** A system that runs, as a user runs it. */
export class LocalRun {
  readonly child: ChildProcess;
  readonly system: string;
  output = "";

  /** Starts it, and waits for nothing. */
  constructor(system: string, args: readonly string[]) {
    this.system = system;
    this.child = spawn(process.execPath, [...PROGRAM, system, "--port", "0", ...args], {
      cwd: projectRoot(),
      env: environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
  }

  /** Starts it, and waits until all its tasks are well. */
  static async start(system: string, ...args: string[]): Promise<LocalRun> {
    const run = new LocalRun(system, args);
    await run.until(() => run.output.includes("Press Ctrl-C to stop everything"));
    await run.untilStatus(({ services }) =>
      services.every(({ healthyCount, desiredCount }) => healthyCount === desiredCount),
    );
    return run;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** URL of an endpoint, by a word of its line. */
  url(word: string): string {
    const line = this.output
      .split("\n")
      .find((each) => each.startsWith("http") && each.includes(word));
    if (line === undefined) throw new Error(`no endpoint ${word} in:\n${this.output}`);
    return line.split(" ")[0]!;
  }

  async status(): Promise<Status> {
    return (await (await fetch(`${this.url("status of")}/status.json`)).json()) as Status;
  }

  async service(name: string): Promise<ServiceStatus> {
    return (await this.status()).services.find((service) => service.name === name)!;
  }

  async tasks(): Promise<readonly TaskStatus[]> {
    return (await this.status()).services.flatMap(({ tasks }) => tasks);
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.hasEnded) throw new Error(`${this.system} has ended:\n${this.output}`);
      await wait(20);
    }
  }

  async untilStatus(isSo: (status: Status) => boolean): Promise<void> {
    while (!isSo(await this.status())) await wait(50);
  }

  /** Another command on this system: `command("--deploy", "tag=1.1.0")`. */
  command(verb: string, ...args: string[]) {
    return local(verb, this.system, ...args);
  }

  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill(signal);
    await once(this.child, "exit");
  }

  get instanceFile(): string {
    return join(RUNS, `${this.system}-dev`, "instance.json");
  }

  /** Folder of the logs of its tasks. */
  get logFolder(): string {
    return join(RUNS, `${this.system}-dev`, "logs");
  }

  get hasInstanceFile(): boolean {
    return existsSync(this.instanceFile);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
