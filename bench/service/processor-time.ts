import { readFileSync } from "node:fs";

/** Linux reports the CPU time of a process in hundredths of a second on every architecture that Node.js supports. */
const ticksPerSecond = 100;

/** @returns the CPU seconds of a process and its children so far, or undefined on other systems than Linux */
export function readProcessorSeconds(pid: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  // The command name in parentheses may contain any characters. The fields after it are numbers.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
  const own = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  return children
    .filter((child) => child !== "")
    .reduce((sum, child) => sum + (readProcessorSeconds(Number(child)) ?? 0), own);
}
