import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { endWithThisProcess } from "../process/children";
import { isPlain } from "./style";

export interface NodeProgramOptions {
  /** @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** @default - the current folder */
  readonly cwd?: string;
  /**
   * What to do with the output: show it, show only errors, or gather it. "shown-plain" removes colors, for a program
   * that prints them even where it should not. @default "shown"
   */
  readonly output?: "shown" | "shown-plain" | "errors-shown" | "gathered";
}

export interface Ended {
  readonly exitCode: number;
  /** The gathered output of both streams. Empty if it was shown. */
  readonly output: string;
  readonly seconds: number;
}

const STDIO: Record<NonNullable<NodeProgramOptions["output"]>, StdioOptions> = {
  shown: ["ignore", "inherit", "inherit"],
  "shown-plain": ["ignore", "pipe", "pipe"],
  "errors-shown": ["ignore", "ignore", "inherit"],
  gathered: ["ignore", "pipe", "pipe"],
};

/** Runs a Node.js program (`args[0]`) to its end. */
export function runNode(args: readonly string[], options: NodeProgramOptions = {}): Promise<Ended> {
  const started = performance.now();
  const wanted = options.output ?? "shown";
  const output = wanted === "shown-plain" && !isPlain(process.stdout) ? "shown" : wanted;
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: STDIO[output],
  });
  endWithThisProcess(child);
  const printed: Buffer[] = [];
  if (output === "shown-plain") {
    showPlain(child.stdout, process.stdout);
    showPlain(child.stderr, process.stderr);
  } else {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => printed.push(chunk));
    }
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

function showPlain(from: Readable | null, to: NodeJS.WritableStream): void {
  if (from === null) return;
  createInterface({ input: from }).on("line", (line) => {
    to.write(`${stripVTControlCharacters(line)}\n`);
  });
}
