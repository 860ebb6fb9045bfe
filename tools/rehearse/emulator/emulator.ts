import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { endWithThisProcess } from "../../process/children";
import { projectRoot } from "../../project-root";
import { UserError } from "../../terminal/user-error";
import { Account } from "./account";
import { withoutSettingsOf } from "./aws-environment";
import { pythonEnvironment } from "../../process/python-environment";

export interface EmulatorOptions {
  readonly logFile: string;
  /** Names of moto fixes to leave out, to show their effect. @default none */
  readonly withoutFixes?: readonly string[];
  /** Whether it keeps running after this process ends. @default false */
  readonly outlivesThisProcess?: boolean;
  /** Port on 127.0.0.1 to listen on. @default a free one */
  readonly port?: number;
}

const START_SECONDS = 120;
const SHOWN_LOG_LINES = 40;

/** An AWS account on this machine: moto with our fixes, on a port of the loopback interface. */
export class Emulator extends Account {
  private readonly child: ChildProcess;
  private readonly logFile: string;
  private isStopped = false;
  private readonly losing = new AbortController();
  override readonly lost = this.losing.signal;

  private constructor(endpoint: string, child: ChildProcess, logFile: string) {
    super(endpoint, true);
    this.child = child;
    this.logFile = logFile;
    child.once("exit", () => {
      if (!this.isStopped) this.losing.abort();
    });
  }

  static async start(options: EmulatorOptions): Promise<Emulator> {
    const { logFile, withoutFixes = [], outlivesThisProcess = false, port = 0 } = options;
    const python = await pythonEnvironment();
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, "w");
    const program = join(projectRoot(), "tools", "rehearse", "emulator", "serve.py");
    const child = spawn(
      python,
      [program, String(port), ...(outlivesThisProcess ? ["--stay"] : [])],
      {
        // Unless it is kept, the emulator ends when its standard input closes: see serve.py.
        stdio: [outlivesThisProcess ? "ignore" : "pipe", "pipe", log],
        detached: outlivesThisProcess,
        env: {
          ...withoutSettingsOf(["AWS_", "MOTO_"]),
          PYTHONDONTWRITEBYTECODE: "1",
          MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
          MOTO_ECS_SERVICE_RUNNING: "2",
          REHEARSAL_WITHOUT_FIXES: withoutFixes.join(","),
        },
      },
    );
    closeSync(log);
    if (!outlivesThisProcess) endWithThisProcess(child);
    try {
      const emulator = new Emulator(await addressOf(child), child, logFile);
      if (outlivesThisProcess) letGo(child);
      return emulator;
    } catch (error) {
      child.kill();
      throw new UserError(`${(error as Error).message}\n${tail(logFile)}`);
    }
  }

  get processId(): number {
    return this.child.pid ?? 0;
  }

  log(): string {
    return tail(this.logFile);
  }

  get lostBecause(): string | undefined {
    const { exitCode, signalCode } = this.child;
    if (this.isStopped || (exitCode === null && signalCode === null)) return undefined;
    return `its process ended ${signalCode ? `by ${signalCode}` : `with exit code ${exitCode}`}`;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}

/** Lets this process end while the emulator keeps running. */
function letGo(child: ChildProcess): void {
  child.stdout?.destroy();
  child.unref();
}

/** The first line that the emulator prints once it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error("The emulator has no standard output.");
    const timer = setTimeout(() => {
      reject(new Error(`The emulator did not start within ${START_SECONDS} s.`));
    }, START_SECONDS * 1000);
    createInterface(child.stdout).once("line", (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The emulator ended with exit code ${code} before it listened.`));
    });
  });
}

function tail(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n");
  return `The last lines of ${logFile}:\n${lines.slice(-SHOWN_LOG_LINES).join("\n")}`;
}
