import type { Parameters } from "../../simulate/model/parameters";

/** What a calibration measures of one task. */
export interface TaskMeasurement {
  /** CPU time that a request takes, while the task has nothing else to do than requests. */
  readonly cpuMsPerRequest: number;
  /** Times of requests that were alone in the task, in ms. */
  readonly aloneMs: readonly number[];
  /** Requests a second and CPUs in use by the requests in progress at once. */
  readonly steps: readonly ConcurrencyStep[];
}

export interface ConcurrencyStep {
  readonly inProgress: number;
  readonly servedPerSecond: number;
  readonly cpus: number;
  /** Share of the machine's CPU that nobody used meanwhile, from 0 to 1. */
  readonly idleShare: number;
}

export type FittedParameters = Pick<
  Parameters,
  | "cpuMsPerRequest"
  | "serviceTimeVariation"
  | "ioWaitMs"
  | "ioWaitVariation"
  | "workersPerTask"
  | "concurrentRequestsPerTask"
>;

/** A part that all requests take, and one that is exponentially distributed: how the simulator composes a latency. */
export interface Composition {
  readonly constantMs: number;
  readonly exponentialMs: number;
}

/** Fits median and 95th percentile, so that a few requests which the machine held up do not count. */
export function compositionOf(medianMs: number, p95Ms: number): Composition {
  const exponentialMs = Math.min(
    Math.max(0, p95Ms - medianMs) / (Math.log(20) - Math.LN2),
    medianMs / Math.LN2,
  );
  return { constantMs: medianMs - exponentialMs * Math.LN2, exponentialMs };
}

export function compositionOfTimes(timesMs: readonly number[]): Composition {
  const sorted = Float64Array.from(timesMs).sort();
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
  return compositionOf(at(0.5), at(0.95));
}

/** Whether other work took the CPU that the task would have used: what was measured then says little about it. */
export function isMachineTooBusy({ steps }: TaskMeasurement): boolean {
  return steps.some(({ cpus, idleShare }) => cpus < BUSY_SHARE && idleShare < BUSY_IDLE_SHARE);
}

/** Below this share of idle CPU a task that waits may be waiting for it. */
const BUSY_IDLE_SHARE = 0.1;
/** More requests at once bring less than that many percent more: the task is at its limit. */
const NO_MORE_PERCENT = 5;
/** A task that uses less than so much of its workers at its limit waits for something other than CPU. */
const BUSY_SHARE = 0.85;

/** The simulator's parameters for a service that was measured. */
export function fit(measured: TaskMeasurement, defaultConcurrency: number): FittedParameters {
  const { cpuMsPerRequest, aloneMs, steps } = measured;
  const { constantMs, exponentialMs } = compositionOfTimes(aloneMs);
  const ioWaitMs = Math.max(0, constantMs + exponentialMs - cpuMsPerRequest);
  // What varies is the CPU time as far as that goes, and the rest of the request beyond.
  const ofCpu = Math.min(exponentialMs, cpuMsPerRequest);
  const most = steps.reduce((best, step) => Math.max(best, step.servedPerSecond), 0);
  const cpus = steps.reduce((best, step) => Math.max(best, step.cpus), 0);
  const workersPerTask = Math.max(1, Math.round(cpus));
  const limit = steps.find(
    ({ servedPerSecond }) => servedPerSecond >= most * (1 - NO_MORE_PERCENT / 100),
  );
  const waitsForOther =
    limit !== undefined && limit.cpus < BUSY_SHARE && !isMachineTooBusy(measured);
  const last = steps.at(-1);
  const isAtLimit = limit !== undefined && last !== undefined && limit.inProgress < last.inProgress;
  return {
    cpuMsPerRequest: rounded(cpuMsPerRequest),
    serviceTimeVariation: rounded(cpuMsPerRequest > 0 ? ofCpu / cpuMsPerRequest : 0),
    ioWaitMs: rounded(ioWaitMs),
    ioWaitVariation: rounded(ioWaitMs > 0 ? Math.min(1, (exponentialMs - ofCpu) / ioWaitMs) : 0),
    workersPerTask,
    // Little's law: as many are in progress as are served in the time that one takes.
    concurrentRequestsPerTask:
      waitsForOther && isAtLimit
        ? Math.max(1, Math.round((most * (constantMs + exponentialMs)) / 1000))
        : defaultConcurrency,
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
