import type { ChildProcess } from "node:child_process";

const children = new Set<ChildProcess>();
let watching = false;

/** Ends `child` when this process ends, so that nothing of a run outlives it. */
export function endWithThisProcess(child: ChildProcess): void {
  watchForTheEnd();
  children.add(child);
  child.once("exit", () => children.delete(child));
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
    process.once(signal, () => process.exit(128 + number));
  }
}

function endChildren(): void {
  for (const child of children) child.kill("SIGTERM");
}
