import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { endWithThisProcess } from "../../process/children";
import { projectRoot } from "../project-root";
import type { Expectations } from "../synthesized/expectations";
import { withoutSettingsOf } from "./aws-environment";
import { pythonEnvironment } from "./python-environment";

export interface EmulatorOptions {
  readonly logFile: string;
  /** Names of fixes of moto to leave out, to see what they are for. @default none */
  readonly withoutFixes?: readonly string[];
}

const START_SECONDS = 60;
const SHOWN_LOG_LINES = 40;

/** An AWS account on this machine: moto, with our fixes, on a free port of the loopback interface. */
export class Emulator {
  readonly endpoint: string;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly logFile: string;

  private constructor(endpoint: string, child: ChildProcessWithoutNullStreams, logFile: string) {
    this.endpoint = endpoint;
    this.child = child;
    this.logFile = logFile;
  }

  static async start(options: EmulatorOptions): Promise<Emulator> {
    const python = await pythonEnvironment();
    mkdirSync(dirname(options.logFile), { recursive: true });
    // The emulator ends when its standard input does: see serve.py.
    const child = spawn(
      python,
      [join(projectRoot(), "tools", "rehearse", "emulator", "serve.py")],
      {
        env: {
          ...withoutSettingsOf(["AWS_", "MOTO_"]),
          PYTHONDONTWRITEBYTECODE: "1",
          MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
          MOTO_ECS_SERVICE_RUNNING: "2",
          REHEARSAL_WITHOUT_FIXES: (options.withoutFixes ?? []).join(","),
        },
      },
    );
    child.stderr.pipe(createWriteStream(options.logFile));
    endWithThisProcess(child);
    try {
      return new Emulator(await addressOf(child), child, options.logFile);
    } catch (error) {
      child.kill();
      throw new Error(`${(error as Error).message}\n${tail(options.logFile)}`, { cause: error });
    }
  }

  /** Makes what stacks name and do not make themselves. */
  async seed(expected: Expectations): Promise<void> {
    await this.call("/rehearsal/seed", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(expected),
    });
  }

  /** Names of what was made since the seed and not deleted, by service and kind. */
  async inventory(): Promise<Readonly<Record<string, readonly string[]>>> {
    return (await (await this.call("/rehearsal/inventory")).json()) as Record<string, string[]>;
  }

  /** An object of a bucket, or undefined when there is none. */
  async object(bucket: string, key: string): Promise<string | undefined> {
    // Nobody checks the signature, but without one moto answers as to a stranger.
    const authorization =
      "AWS4-HMAC-SHA256 Credential=rehearsal/20260101/us-east-1/s3/aws4_request";
    const answer = await fetch(`${this.endpoint}/${bucket}/${key}`, { headers: { authorization } });
    if (answer.status === 404) return undefined;
    if (!answer.ok)
      throw new Error(`s3://${bucket}/${key} answers ${answer.status}: ${await answer.text()}`);
    return answer.text();
  }

  /** The last lines of the emulator's log, for messages about a failure. */
  log(): string {
    return tail(this.logFile);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }

  private async call(path: string, request?: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.endpoint}${path}`, request);
    if (!answer.ok)
      throw new Error(`The emulator answers ${answer.status} to ${path}.\n${this.log()}`);
    return answer;
  }
}

/** The first line that the emulator writes once it listens. */
function addressOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
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
