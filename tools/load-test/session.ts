import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endBySignals } from "../process/children";
import type { CommandLine } from "../terminal/command-line";
import { StatusLine } from "../terminal/status-line";
import { Recorder } from "./aws/recorder";
import { watchedSystem } from "./aws/watched-system";
import type { LOAD_TEST } from "./command-line";
import type { GeneratorOptions } from "./generator/open-loop";
import { LocalRecorder } from "./local/local-recorder";
import type { RunningLocal } from "./local/running-system";
import type { PartReport } from "./parts/merge";
import { reportPage } from "./report/page";
import type { LoadTestReport } from "./report/report";
import { summaryText } from "./report/text";

export type Options = CommandLine<typeof LOAD_TEST.options>["options"];

/** Requests per second that a profile multiplies. */
export const DEFAULT_RATE = 100;
export const OBSERVED_EVERY_SECONDS = 15;

/** Prints the summary and writes the report. */
export function finish(
  folder: string,
  report: LoadTestReport,
  ofPart?: Pick<PartReport, "part" | "measurements">,
): void {
  console.log(summaryText(report));
  mkdirSync(folder, { recursive: true });
  const json = { ...report, ...ofPart };
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(json, null, 2)}\n`);
  writeFileSync(join(folder, "report.html"), reportPage(report));
  console.log(`Report: ${join(folder, "report.html")} and report.json`);
}

export function recorderFor(stack: string | undefined, local: RunningLocal | undefined) {
  if (stack !== undefined) return new Recorder(watchedSystem(stack));
  return local && new LocalRecorder(local);
}

/**
 * The first Ctrl-C aborts, so that the report can be written. A second one exits immediately.
 *
 * @param leftover what to tell the user at a second Ctrl-C. @default nothing
 */
export function stopBySignals(leftover: () => string | undefined = () => undefined) {
  const stop = new AbortController();
  endBySignals((exitCode) => {
    if (stop.signal.aborted) {
      const left = leftover();
      if (left !== undefined) console.error(left);
      process.exit(exitCode);
    }
    stop.abort();
  });
  return stop;
}

export function generatorOptions(options: Options): Partial<GeneratorOptions> {
  const { arrivals, seed, connections, timeout, method, header, body } = options;
  return {
    ...(arrivals === undefined ? {} : { arrivals: arrivals === "even" ? "even" : "poisson" }),
    ...(seed === undefined ? {} : { seed }),
    ...(connections === undefined ? {} : { connections }),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(method === undefined ? {} : { method }),
    ...(body === undefined ? {} : { body }),
    headers: header,
  };
}

/** On a terminal, updates one line every second. Otherwise prints a line after two seconds, and then every ten seconds. */
export function showProgress(line: () => string): () => void {
  const status = new StatusLine();
  const onTerminal = process.stdout.isTTY;
  const show = (): void => {
    if (onTerminal) status.show(line());
    else console.log(line());
  };
  const first = setTimeout(show, 2000);
  const timer = setInterval(show, onTerminal ? 1000 : 10_000);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    status.show("");
  };
}
