import { readFileSync } from "node:fs";

/** Linux counts the time of a process in hundredths of a second, on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** @returns seconds of processor time that a process and its children used so far; undefined but on Linux */
export function readProcessorSeconds(pid: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  // The name of the command, in brackets, may hold anything; the fields after it are numbers.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
  const own = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  return children
    .filter((child) => child !== "")
    .reduce((sum, child) => sum + (readProcessorSeconds(Number(child)) ?? 0), own);
}
