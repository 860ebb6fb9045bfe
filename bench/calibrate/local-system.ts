import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { projectRoot } from "../../tools/project-root";

/** A local run of http-scale-out with healthy tasks. */
export async function startLocal(
  args: readonly string[],
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const program = [join("tools", "run.mjs"), join("tools", "local", "main.ts")];
  const child = spawn(process.execPath, [...program, "http-scale-out", "--port", "0", ...args], {
    cwd: projectRoot(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill("SIGINT");
    await once(child, "exit");
  };
  while (!output.includes("Press Ctrl-C to stop everything") || !output.includes("healthy")) {
    if (child.exitCode !== null) throw new Error(`The local run has ended:\n${output}`);
    await wait(100);
  }
  const url = /^(http\S+) {2}.*HTTP 80/m.exec(output)?.[1];
  if (url === undefined) {
    await stop();
    throw new Error(`The local run names no balancer:\n${output}`);
  }
  return { url, stop };
}
