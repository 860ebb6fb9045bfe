import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import type { CommandLine } from "../terminal/command-line";
import { UserError } from "../terminal/user-error";
import { observeEvery, Recorder } from "./aws/recorder";
import { calibrate, calibrationText } from "./calibrate/calibrate";
import { LOAD_TEST } from "./command-line";
import { askFor, duration, warningOf } from "./consent";
import { OpenLoop } from "./generator/open-loop";
import { loadNamed, requestsOf } from "./load/load";
import { localRunAt, type RunningLocal } from "./local/running-system";
import { mergeReports } from "./parts/merge";
import { loadOfPart, partOf, startIn } from "./parts/part";
import { pause } from "./pause";
import { calibrationFile, simulationOf } from "./prediction/simulation";
import { reportOf } from "./report/report";
import { progressLine } from "./report/text";
import {
  DEFAULT_RATE,
  finish,
  generatorOptions,
  OBSERVED_EVERY_SECONDS,
  type Options,
  recorderFor,
  showProgress,
  stopBySignals,
} from "./session";
import { isLoopback, requireReachable, targetUrl } from "./target";

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
  if (options.distributed !== undefined) {
    // Loads the SDK only here, because no other load test needs it.
    const { loadTestOnFargate } = await import("./distributed/load-test-on-fargate");
    return loadTestOnFargate(url, options.distributed, options, folder);
  }
  requireDistributed(options);
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
  await requireReachable(url);
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

/** @throws UserError for an option that only applies to a load test on Fargate */
function requireDistributed(options: Options): void {
  const given = [
    ["--tasks", options.tasks !== undefined],
    ["--image-tag", options["image-tag"] !== undefined],
    ["--keep-stack", options["keep-stack"]],
  ] as const;
  const problems = given
    .filter(([, isGiven]) => isGiven)
    .map(([name]) => `${name} must be combined with --distributed <environment>.`);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
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

void asCommand(LOAD_TEST, loadTest);
