import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { randomUUID } from "node:crypto";
import { projectRoot } from "../../project-root";
import { UserError } from "../../terminal/user-error";
import { observeEvery, Recorder } from "../aws/recorder";
import { askFor } from "../consent";
import { mergeParts } from "../parts/merge";
import { simulationOf } from "../prediction/simulation";
import type { LoadTestReport } from "../report/report";
import {
  DEFAULT_RATE,
  finish,
  generatorOptions,
  OBSERVED_EVERY_SECONDS,
  type Options,
  recorderFor,
  showProgress,
  stopBySignals,
} from "../session";
import { isLoopback } from "../target";
import { loadOf, type OrderedLoad } from "../task/order";
import { type Place, tasksIn } from "./fleet";
import { type PlannedRun, planOf, requireWithinLimits } from "./limits";
import { imageTagOf, loadTestStack } from "./load-test-stack";
import { Run, type RunResult } from "./run";
import { StackLife } from "./stack-life";

type Observer = NonNullable<ReturnType<typeof recorderFor>>;

/**
 * Sends a load from tasks on Fargate: deploys the stack for an environment's load tests, runs the tasks, merges their
 * results, and destroys the stack, even after a failure or Ctrl-C.
 *
 * @param folder folder for the report
 * @returns the exit code: 1 if results are missing
 */
export async function loadTestOnFargate(
  url: URL,
  environment: string,
  options: Options,
  folder: string,
): Promise<number> {
  requireNoConflict(url, options);
  const root = projectRoot();
  const target = loadTestStack(root, environment);
  const ordered = orderedLoad(options);
  const load = loadOf(ordered);
  const planned: PlannedRun = { url, load, tasks: options.tasks ?? target.tasks, target };
  requireWithinLimits(planned);
  const imageTag = imageTagOf(target, options["image-tag"]);
  const { stack, parameters } = options;
  const simulation =
    stack === undefined
      ? undefined
      : await simulationOf({ root, stack, local: undefined, file: parameters });
  const recorder = recorderFor(stack, undefined);
  if (recorder instanceof Recorder) await recorder.requireCredentials();
  await requireIdle(target.region, target.clusterName);
  const plan = planOf(planned, options["keep-stack"]);
  if (options.yes) console.log(plan);
  else await askFor(plan);

  const id = runId();
  const life = new StackLife({
    target,
    variables: { run: id, ...(imageTag === undefined ? {} : { image_tag: imageTag }) },
    tell: (line) => {
      console.log(line);
    },
  });
  const { signal } = stopBySignals(() => life.leftover);
  const report = await afterwards(
    async () => {
      const place = await life.up();
      if (signal.aborted) throw new UserError("Stopped. Nothing was sent.");
      const result = await sendFrom(place, id, planned, ordered, options, {
        recorder,
        signal,
      });
      const [first] = result.parts;
      if (first === undefined)
        throw new UserError([...result.problems, "There are no results."].join("\n"));
      const merged = mergeParts(result.parts, first, result.problems);
      const recording = await recorder?.finish(new Date(merged.startedAt), new Date());
      const seconds = merged.stopped ? Math.ceil(merged.seconds) : load.seconds;
      const whole: LoadTestReport = {
        ...merged,
        ...(recording === undefined ? {} : { recording }),
        ...(simulation === undefined ? {} : { simulated: simulation(load, seconds) }),
      };
      finish(folder, whole);
      return whole;
    },
    async () => {
      if (!options["keep-stack"]) await life.down();
      else if (life.leftover !== undefined) console.log(life.leftover);
    },
  );
  return report.problems === undefined ? 0 : 1;
}

/** Runs the tasks to their end and shows their progress. */
async function sendFrom(
  place: Place,
  id: string,
  { url, load, tasks }: PlannedRun,
  ordered: OrderedLoad,
  options: Options,
  { recorder, signal }: { readonly recorder: Observer | undefined; readonly signal: AbortSignal },
): Promise<RunResult> {
  let progress = "Starting the tasks";
  let endObserving: (() => Promise<void>) | undefined;
  const run = new Run({
    id,
    place,
    load,
    signal,
    order: { url: url.href, load: ordered, parts: tasks, generator: generatorOptions(options) },
    showProgress: (line) => {
      progress = line;
    },
    onStart: (at) => {
      console.log(`The load starts at ${at.toISOString()}. Press Ctrl-C to stop immediately.`);
      const elapsed = () => Math.max(0, (Date.now() - at.getTime()) / 1000);
      endObserving = recorder && observeEvery(OBSERVED_EVERY_SECONDS, recorder, elapsed);
    },
  });
  const endProgress = showProgress(() => progress);
  try {
    return await run.toTheEnd();
  } finally {
    endProgress();
    await endObserving?.();
    run.close();
  }
}

/** Runs `last` after `work`, even if `work` fails. If both fail, the error contains both messages. */
async function afterwards<Result>(
  work: () => Promise<Result>,
  last: () => Promise<void>,
): Promise<Result> {
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    try {
      await last();
    } catch (second) {
      if (error instanceof UserError && second instanceof UserError)
        throw new UserError(`${error.message}\n${second.message}`);
      console.error((second as Error).message);
    }
    throw error;
  }
  await last();
  return result;
}

function requireNoConflict(url: URL, options: Options): void {
  const others = [
    ["--part", options.part !== undefined],
    ["--at", options.at !== undefined],
    ["--calibrate", options.calibrate],
  ] as const;
  const problems = [
    ...others
      .filter(([, isGiven]) => isGiven)
      .map(([name]) => `${name} must not be combined with --distributed. Remove one of them.`),
    ...(isLoopback(url)
      ? [
          `The URL must be one that tasks on Fargate can reach, got ${url.origin}, which is this machine. Remove --distributed, or use the address of a deployed system.`,
        ]
      : []),
  ];
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

function orderedLoad({ load: name = "reference", rate, seconds }: Options): OrderedLoad {
  const isFile = existsSync(name);
  return {
    name: isFile ? basename(name) : name,
    baseRate: rate ?? DEFAULT_RATE,
    ...(isFile ? { csv: readFileSync(name, "utf8") } : {}),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

/** Two concurrent runs would share a stack, and the first to end would destroy it. */
async function requireIdle(region: string, cluster: string): Promise<void> {
  const tasks = await tasksIn(region, cluster);
  if (tasks.length === 0) return;
  throw new UserError(
    [
      `Another load test uses the cluster ${cluster}: ${tasks.length} tasks run. Wait for its end, or stop them:`,
      ...tasks.map(
        (task) => `  aws ecs stop-task --region ${region} --cluster ${cluster} --task ${task}`,
      ),
    ].join("\n"),
  );
}

/** For example `20261201-100000-1a2b3c4d`. */
function runId(): string {
  const time = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${time}-${randomUUID().slice(0, 8)}`;
}
