import { cpus } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { cpuSecondsByGroup } from "../../local/autoscale/process-cpu";
import { closedLoop, type ClosedLoopOptions } from "./closed-loop";
import type { ConcurrencyStep, TaskMeasurement } from "./fit";

export interface MeasuredProcess {
  /** URL of the task itself, without a load balancer in between. */
  readonly url: URL;
  /** Its process group IDs. */
  readonly pids: readonly number[];
}

export interface MeasureOptions {
  readonly process: MeasuredProcess;
  readonly request?: ClosedLoopOptions["request"];
  readonly signal: AbortSignal;
  /** Duration of each step. @default 3 */
  readonly stepSeconds?: number;
  readonly onStep: (what: string) => void;
}

/** Requests that a just-in-time compiler needs to reach full speed. */
const WARM_UP_SECONDS = 3;
const STEPS = [2, 4, 8, 16, 32, 64];

/**
 * Measures one task: first with one request at a time, then with more and more requests in progress.
 *
 * @throws Error if the task refuses connections
 */
export async function measureTask(options: MeasureOptions): Promise<TaskMeasurement> {
  const { process: task, stepSeconds = 3, signal, onStep, request } = options;
  const run = async (inProgress: number, seconds: number) => {
    const before = cpuOf(task);
    const machine = machineTimes();
    const result = await closedLoop({
      url: task.url,
      inProgress,
      seconds,
      signal,
      ...(request === undefined ? {} : { request }),
    });
    const { idle, total } = machineTimes();
    return {
      ...result,
      cpuSeconds: cpuOf(task) - before,
      idleShare: (idle - machine.idle) / Math.max(1, total - machine.total),
    };
  };
  onStep("warming up");
  await run(4, WARM_UP_SECONDS);
  onStep("one request at a time");
  const alone = await run(1, 2 * stepSeconds);
  const steps: ConcurrencyStep[] = [];
  let cpuSeconds = alone.cpuSeconds;
  let requests = alone.timesMs.length + alone.failed;
  for (const inProgress of STEPS) {
    if (signal.aborted) break;
    onStep(`${inProgress} requests at a time`);
    const step = await run(inProgress, stepSeconds);
    cpuSeconds += step.cpuSeconds;
    requests += step.timesMs.length + step.failed;
    steps.push({
      inProgress,
      servedPerSecond: step.timesMs.length / step.seconds,
      cpus: step.cpuSeconds / step.seconds,
      idleShare: step.idleShare,
    });
    await wait(200);
  }
  return {
    cpuMsPerRequest: (1000 * cpuSeconds) / Math.max(1, requests),
    requests,
    aloneMs: alone.timesMs,
    steps,
  };
}

function cpuOf({ pids }: MeasuredProcess): number {
  const seconds = cpuSecondsByGroup();
  return pids.reduce((sum, pid) => sum + (seconds.get(pid) ?? 0), 0);
}

/** CPU time of all processors of the machine, in ms. */
function machineTimes(): { readonly idle: number; readonly total: number } {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    for (const each of Object.values(times)) total += each;
  }
  return { idle, total };
}
