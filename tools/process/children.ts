import type { ChildProcess } from "node:child_process";

const children = new Set<ChildProcess>();
let watching = false;

/** Ends `child` when this process ends, so that nothing of a run outlives it. */
export function endWithThisProcess(child: ChildProcess): void {
  watchForTheEnd();
  children.add(child);
  child.once("exit", () => children.delete(child));
}

/**
 * What a signal to end does: it ends the process at once, unless a program has something to finish first. Then it is that
 * program's to exit; signals that come meanwhile call it again.
 */
let endBy: (exitCode: number) => void = (exitCode) => process.exit(exitCode);

export function endBySignals(end: (exitCode: number) => void): void {
  watchForTheEnd();
  endBy = end;
}

function watchForTheEnd(): void {
  if (watching) return;
  watching = true;
  process.once("exit", endChildren);
  for (const [signal, number] of [
    ["SIGINT", 2],
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const) {
    process.on(signal, () => {
      endBy(128 + number);
    });
  }
}

function endChildren(): void {
  for (const child of children) child.kill("SIGTERM");
}
