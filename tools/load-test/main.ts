import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { endBySignals } from "../process/children";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import type { CommandLine } from "../terminal/command-line";
import { StatusLine } from "../terminal/status-line";
import { observeEvery, Recorder } from "./aws/recorder";
import { watchedSystem } from "./aws/watched-system";
import { LOAD_TEST } from "./command-line";
import { askFor, duration, warningOf } from "./consent";
import { type GeneratorOptions, OpenLoop } from "./generator/open-loop";
import { requestsOf } from "./load/load";
import { loadNamed } from "./load/profiles";
import { reportHtml } from "./report/html";
import { type LoadTestReport, reportOf } from "./report/report";
import { progressLine, summaryText } from "./report/text";
import { isLoopback, targetUrl } from "./target";

const DEFAULT_RATE = 100;
const OBSERVED_EVERY_SECONDS = 15;

/** Sends a load to a URL and writes what came of it. */
async function loadTest({
  words: [address],
  options,
}: CommandLine<typeof LOAD_TEST.options>): Promise<number | undefined> {
  const url = targetUrl(address);
  const load = loadNamed(options.load ?? "reference", {
    baseRate: options.rate ?? DEFAULT_RATE,
    ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
  });
  const recorder =
    options.stack === undefined ? undefined : new Recorder(watchedSystem(options.stack));
  if (!isLoopback(url) && !options.yes) await askFor(warningOf(url, load));
  const stop = new AbortController();
  endBySignals((exitCode) => {
    // Whoever asks a second time does not want to wait for the report.
    if (stop.signal.aborted) process.exit(exitCode);
    stop.abort();
  });
  const generator = new OpenLoop({ url, load, signal: stop.signal, ...generatorOptions(options) });
  console.log(
    `${requestsOf(load)} requests to ${url.origin} in ${duration(load.seconds)}. Ctrl-C stops at once and writes the report.`,
  );
  const startedAt = new Date();
  const endProgress = showProgress(() =>
    progressLine(load, generator.elapsed, generator.measurements),
  );
  const endObserving =
    recorder && observeEvery(OBSERVED_EVERY_SECONDS, recorder, () => generator.elapsed);
  await generator.run();
  endProgress();
  const { measurements, receivedBytes, elapsed } = generator;
  await endObserving?.();
  const aws = await recorder?.finish(startedAt, new Date());
  const report = reportOf({
    url,
    load,
    startedAt,
    seconds: elapsed,
    stopped: stop.signal.aborted,
    receivedBytes,
    measurements,
    ...(aws === undefined ? {} : { aws }),
  });
  console.log(summaryText(report));
  const folder = resolve(projectRoot(), options.report ?? join(".build", "load-test"));
  writeReport(folder, report);
  console.log(`Report: ${join(folder, "report.html")} and report.json`);
  return 0;
}

function generatorOptions(
  options: CommandLine<typeof LOAD_TEST.options>["options"],
): Partial<GeneratorOptions> {
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

/** On a terminal a line that changes each second, elsewhere a line each ten seconds. */
function showProgress(line: () => string): () => void {
  const status = new StatusLine();
  const onTerminal = process.stdout.isTTY;
  const timer = setInterval(
    () => {
      if (onTerminal) status.show(line());
      else console.log(line());
    },
    onTerminal ? 1000 : 10_000,
  );
  return () => {
    clearInterval(timer);
    status.show("");
  };
}

function writeReport(folder: string, report: LoadTestReport): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "report.html"), reportHtml(report));
}

void asCommand(LOAD_TEST, loadTest);
