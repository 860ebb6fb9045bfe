import type { ChildProcess } from "node:child_process";

const children = new Set<ChildProcess>();
let watching = false;

/** Stops `child` when this process exits, so that it does not outlive the run. */
export function endWithThisProcess(child: ChildProcess): void {
  watchForTheEnd();
  children.add(child);
  child.once("exit", () => children.delete(child));
}

/**
 * Sets what a termination signal does. By default it ends the process at once. A program that must finish something
 * first passes a function, which must then exit the process. Further signals call the function again.
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
