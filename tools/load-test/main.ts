import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endBySignals } from "../process/children";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import type { CommandLine } from "../terminal/command-line";
import { StatusLine } from "../terminal/status-line";
import { UserError } from "../terminal/user-error";
import { observeEvery, Recorder } from "./aws/recorder";
import { watchedSystem } from "./aws/watched-system";
import { calibrate, calibrationText } from "./calibrate/calibrate";
import { LOAD_TEST } from "./command-line";
import { askFor, duration, warningOf } from "./consent";
import { type GeneratorOptions, OpenLoop } from "./generator/open-loop";
import { loadNamed, requestsOf } from "./load/load";
import { LocalRecorder } from "./local/local-recorder";
import { localRunAt, type RunningLocal } from "./local/running-system";
import { mergeReports, type PartReport } from "./parts/merge";
import { loadOfPart, partOf, startIn } from "./parts/part";
import { calibrationFile, simulationOf } from "./prediction/simulation";
import { reportPage } from "./report/page";
import { type LoadTestReport, reportOf } from "./report/report";
import { progressLine, summaryText } from "./report/text";
import { isLoopback, targetUrl } from "./target";

const DEFAULT_RATE = 100;
const OBSERVED_EVERY_SECONDS = 15;

type Options = CommandLine<typeof LOAD_TEST.options>["options"];

/** Sends a load to a URL and writes the report. */
async function loadTest({
  words: [address],
  options,
}: CommandLine<typeof LOAD_TEST.options>): Promise<number | undefined> {
  const root = projectRoot();
  const folder = resolve(root, options.report ?? join(".build", "load-test"));
  if (options.merge.length > 0) {
    finish(folder, mergeReports(options.merge));
    return 0;
  }
  const url = targetUrl(address);
  const part = options.part === undefined ? undefined : partOf(options.part);
  const whole = loadNamed(options.load ?? "reference", {
    baseRate: options.rate ?? DEFAULT_RATE,
    ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
  });
  const load = part === undefined ? whole : loadOfPart(whole, part);
  const waitMs = options.at === undefined ? 0 : startIn(options.at);
  const local = isLoopback(url) ? await localRunAt(root, url) : undefined;
  if (options.calibrate) return calibration(root, url, local, options);
  const { stack = local?.stack } = options;
  const simulation =
    stack === undefined
      ? undefined
      : await simulationOf({ root, stack, local, file: options.parameters });
  const recorder = recorderFor(options.stack, local);
  if (recorder instanceof Recorder) await recorder.requireCredentials();
  if (!isLoopback(url) && !options.yes) await askFor(warningOf(url, load));
  const stop = stopBySignals();
  const generator = new OpenLoop({
    url,
    load: whole,
    signal: stop.signal,
    ...(part === undefined ? {} : { part }),
    ...generatorOptions(options),
  });
  if (waitMs > 0) {
    console.log(`Waiting until ${options.at ?? ""}. Press Ctrl-C to cancel.`);
    await pause(waitMs, stop.signal);
    if (stop.signal.aborted) throw new UserError("Stopped. Nothing was sent.");
  }
  console.log(
    `${requestsOf(load)} requests to ${url.origin} in ${duration(load.seconds)}. Press Ctrl-C to stop immediately and write the report.`,
  );
  const startedAt = new Date();
  const endProgress = showProgress(() =>
    progressLine(load, generator.elapsed, generator.measurements),
  );
  const endObserving =
    recorder &&
    observeEvery(
      local === undefined ? OBSERVED_EVERY_SECONDS : 1,
      recorder,
      () => generator.elapsed,
    );
  await generator.run();
  endProgress();
  const { measurements, receivedBytes, elapsed } = generator;
  await endObserving?.();
  const stopped = stop.signal.aborted;
  const report = reportOf({
    url,
    load,
    startedAt,
    seconds: elapsed,
    stopped,
    receivedBytes,
    measurements,
    recording: await recorder?.finish(startedAt, new Date()),
    simulated: simulation?.(whole, stopped ? Math.ceil(elapsed) : load.seconds),
  });
  finish(folder, report, part && { part, measurements: measurements.export() });
  return 0;
}

function finish(
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

/** Resolves early if the signal aborts. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Measures the service behind a URL of a local run and writes the simulator's parameters. */
async function calibration(
  root: string,
  url: URL,
  local: RunningLocal | undefined,
  options: Options,
): Promise<number> {
  if (local === undefined) {
    throw new UserError(
      `--calibrate needs the URL of a system that is running under npm run local on this machine, got ${url.href}.`,
    );
  }
  const stop = stopBySignals();
  const { method, header, body } = options;
  const found = await calibrate({
    url,
    local,
    signal: stop.signal,
    ...(options.seconds === undefined ? {} : { stepSeconds: options.seconds }),
    onStep: (what) => {
      console.log(`Measuring: ${what}`);
    },
    request: {
      headers: header,
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body }),
    },
  });
  const file = options.parameters ?? calibrationFile(root, local.stack);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  console.log(calibrationText(found));
  console.log(`Wrote ${file}. To use it, run: npm run simulate -- <system> --parameters ${file}`);
  return 0;
}

function recorderFor(stack: string | undefined, local: RunningLocal | undefined) {
  if (stack !== undefined) return new Recorder(watchedSystem(stack));
  return local && new LocalRecorder(local);
}

function stopBySignals(): AbortController {
  const stop = new AbortController();
  endBySignals((exitCode) => {
    // A second Ctrl-C exits without waiting for the report.
    if (stop.signal.aborted) process.exit(exitCode);
    stop.abort();
  });
  return stop;
}

function generatorOptions(options: Options): Partial<GeneratorOptions> {
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

/** On a terminal, updates one line every second. Otherwise prints a line every ten seconds. */
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

void asCommand(LOAD_TEST, loadTest);
