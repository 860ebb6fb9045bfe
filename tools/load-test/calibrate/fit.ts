import type { Parameters } from "../../simulate/model/parameters";

/** The measurements of one task. */
export interface TaskMeasurement {
  /** CPU time per request, while the task has no other work. */
  readonly cpuMsPerRequest: number;
  /** Requests that the CPU time was divided by. */
  readonly requests: number;
  /** Times in ms of requests that ran alone in the task. */
  readonly aloneMs: readonly number[];
  /** Requests per second and CPUs in use, by the number of requests in progress. */
  readonly steps: readonly ConcurrencyStep[];
}

export interface ConcurrencyStep {
  readonly inProgress: number;
  readonly servedPerSecond: number;
  readonly cpus: number;
  /** Share of the machine's CPU that was idle during the measurement, from 0 to 1. */
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

/** A constant part and an exponentially distributed part. The simulator composes latency from these. */
export interface Composition {
  readonly constantMs: number;
  readonly exponentialMs: number;
}

/** Fits the median and the 95th percentile, so that a few delayed requests do not matter. */
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

/** Relative standard error of the mean CPU time per request in percent, because requests differ. */
export function cpuErrorPercent(
  { requests }: TaskMeasurement,
  { serviceTimeVariation }: FittedParameters,
): number {
  return rounded((100 * serviceTimeVariation) / Math.sqrt(Math.max(1, requests)));
}

/** Whether other programs used the CPU time that the task needed, which makes the measurements unreliable. */
export function isMachineTooBusy({ steps }: TaskMeasurement): boolean {
  return steps.some(({ cpus, idleShare }) => cpus < BUSY_SHARE && idleShare < BUSY_IDLE_SHARE);
}

/** Below this share of idle CPU, a waiting task may be waiting for CPU. */
const BUSY_IDLE_SHARE = 0.1;
/** If more concurrent requests increase throughput by less than this percentage, the task is at its limit. */
const NO_MORE_PERCENT = 5;
/** A task at its limit that uses less than this share of its workers waits for something other than CPU. */
const BUSY_SHARE = 0.85;

/** The simulator's parameters for the measured service. */
export function fit(measured: TaskMeasurement, defaultConcurrency: number): FittedParameters {
  const { cpuMsPerRequest, aloneMs, steps } = measured;
  const { constantMs, exponentialMs } = compositionOfTimes(aloneMs);
  const ioWaitMs = Math.max(0, constantMs + exponentialMs - cpuMsPerRequest);
  // The variation is attributed to the CPU time first, and the remainder to the rest of the request.
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
    // Little's law: the number in progress equals the throughput multiplied by the time of one request.
    concurrentRequestsPerTask:
      waitsForOther && isAtLimit
        ? Math.max(1, Math.round((most * (constantMs + exponentialMs)) / 1000))
        : defaultConcurrency,
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
