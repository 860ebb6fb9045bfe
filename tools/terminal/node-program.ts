import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { endWithThisProcess } from "../process/children";

export interface NodeProgramOptions {
  /** @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** @default - the current folder */
  readonly cwd?: string;
  /** Handling of its output: shown, only errors shown, or gathered. @default "shown" */
  readonly output?: "shown" | "errors-shown" | "gathered";
}

export interface Ended {
  readonly exitCode: number;
  /** What it printed on both streams, where that was gathered. */
  readonly output: string;
  readonly seconds: number;
}

const STDIO: Record<NonNullable<NodeProgramOptions["output"]>, StdioOptions> = {
  shown: ["ignore", "inherit", "inherit"],
  "errors-shown": ["ignore", "ignore", "inherit"],
  gathered: ["ignore", "pipe", "pipe"],
};

/** Runs a Node.js program (`args[0]`) to its end. */
export function runNode(args: readonly string[], options: NodeProgramOptions = {}): Promise<Ended> {
  const started = performance.now();
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: STDIO[options.output ?? "shown"],
  });
  endWithThisProcess(child);
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => printed.push(chunk));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({
        exitCode: code ?? 1,
        output: Buffer.concat(printed).toString(),
        seconds: (performance.now() - started) / 1000,
      });
    });
  });
}
