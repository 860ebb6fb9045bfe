import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { endWithThisProcess } from "../../process/children";

const QUESTION = "Enter a value:";

/** An apply that waits for its approval, and holds the lock of the state for as long. */
export class HeldApply {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;

  private constructor(child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.child = child;
  }

  static async start(
    args: readonly string[],
    options: { readonly folder: string; readonly env: NodeJS.ProcessEnv },
  ): Promise<HeldApply> {
    const child = spawn("terraform", args, {
      cwd: options.folder,
      env: options.env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    endWithThisProcess(child);
    await new Promise<void>((resolve, reject) => {
      let output = "";
      const read = (text: string): void => {
        output += text;
        if (output.includes(QUESTION)) resolve();
      };
      child.stdout.setEncoding("utf8").on("data", read);
      child.stderr.setEncoding("utf8").on("data", read);
      child.once("error", reject);
      child.once("close", () => {
        reject(new Error(`terraform apply ended before it asked for approval:\n${output}`));
      });
    });
    return new HeldApply(child);
  }

  /** Answers no: nothing is changed, and the lock is given back. */
  async refuse(): Promise<void> {
    const closed = once(this.child, "close");
    this.child.stdin.end("no\n");
    await closed;
  }
}
