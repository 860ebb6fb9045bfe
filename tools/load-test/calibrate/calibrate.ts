import { cpus } from "node:os";
import { type ParameterName, PARAMETERS } from "../../simulate/model/parameters";
import { layOut } from "../../terminal/table";
import { UserError } from "../../terminal/user-error";
import type { ServiceStatus } from "../../local/control/status";
import type { RunningLocal } from "../local/running-system";
import { closedLoop, type ClosedLoopOptions } from "./closed-loop";
import {
  compositionOf,
  compositionOfTimes,
  cpuErrorPercent,
  type Composition,
  fit,
  type FittedParameters,
  isMachineTooBusy,
  type TaskMeasurement,
} from "./fit";
import { OpenLoop } from "../generator/open-loop";
import { measureTask } from "./measure-task";

/** The result of a calibration. You can pass the file to `npm run simulate -- --parameters <file>`. */
export interface Calibration {
  readonly stack: string;
  readonly service: string;
  /** Path of the requests. */
  readonly path: string;
  readonly measuredAt: string;
  readonly machine: string;
  readonly parameters: FittedParameters;
  /** Standard error of `cpuMsPerRequest`, because requests differ. */
  readonly cpuErrorPercent: number;
  /**
   * Time that the local load balancer and the load test's timers add to a request. Not a parameter, because it differs on
   * AWS.
   */
  readonly localBalancer: Composition;
  /** Whether other programs used CPU time that the task needed. */
  readonly machineTooBusy: boolean;
  readonly steps: TaskMeasurement["steps"];
}

export interface CalibrateOptions {
  readonly url: URL;
  readonly local: RunningLocal;
  readonly request?: ClosedLoopOptions["request"];
  readonly stepSeconds?: number;
  readonly signal: AbortSignal;
  readonly onStep: (what: string) => void;
}

const PROBES = 4;
/** A share of a task's CPU small enough that requests at equal intervals do not overlap. */
const SPARE_SHARE = 0.2;
const MOST_APART = 200;
const THROUGH_STEPS = 5;
const MOST_ERROR_PERCENT = 1;

/**
 * Measures the service at the URL of a local run.
 *
 * @throws UserError if no healthy task responds there, or if it is stopped
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { url, local, request, signal, onStep, stepSeconds = 3 } = options;
  const service = await serviceAt(options);
  const task = service.tasks.find(({ health, ports }) => health === "healthy" && ports.length > 0);
  if (task === undefined)
    throw new UserError(
      `${service.name} has no healthy task to measure. Wait for one and try again.`,
    );
  const direct = new URL(url);
  direct.protocol = "http:";
  direct.hostname = "127.0.0.1";
  direct.port = String(task.ports[0]);
  const measured = await measureTask({
    process: { url: direct, pids: task.pids },
    signal,
    onStep,
    stepSeconds,
    ...(request === undefined ? {} : { request }),
  });
  const rate = Math.min(MOST_APART, SPARE_SHARE / (measured.cpuMsPerRequest / 1000));
  onStep(`${rate.toFixed(0)} requests/s through the load balancer, as in a load test`);
  const through = new OpenLoop({
    url,
    load: { name: "calibration", seconds: THROUGH_STEPS * stepSeconds, rateAt: () => rate },
    arrivals: "even",
    signal,
    ...request,
  });
  await through.run();
  if (signal.aborted) throw new UserError("Stopped. Nothing was written.");
  if (measured.aloneMs.length === 0 || through.measurements.outcomes.served === 0)
    throw new UserError(`${url.href} returned only errors. Choose a path that the service serves.`);
  const { p50, p95 } = through.measurements.latency();
  const way = compositionOf(p50, p95);
  const own = compositionOfTimes(measured.aloneMs);
  const parameters = fit(measured, PARAMETERS.concurrentRequestsPerTask.default);
  return {
    stack: local.stack,
    service: service.name,
    path: url.pathname,
    measuredAt: new Date().toISOString(),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}, Node.js ${process.version}`,
    parameters,
    cpuErrorPercent: cpuErrorPercent(measured, parameters),
    localBalancer: {
      constantMs: Math.max(0, way.constantMs - own.constantMs),
      exponentialMs: Math.max(0, way.exponentialMs - own.exponentialMs),
    },
    machineTooBusy: isMachineTooBusy(measured),
    steps: measured.steps,
  };
}

/** The results of a calibration, for the terminal. */
export function calibrationText(calibration: Calibration): string {
  const { service, path, parameters, steps, machineTooBusy, cpuErrorPercent: error } = calibration;
  return [
    `${service} at ${path}:`,
    ...layOut(
      Object.entries(parameters).map(([name, value]) => {
        const { unit, meaning } = PARAMETERS[name as ParameterName];
        return [`  ${name}`, `${value}${unit === "" ? "" : ` ${unit}`}`, meaning];
      }),
      [1],
    ),
    `  at most ${Math.max(...steps.map(({ servedPerSecond }) => servedPerSecond)).toFixed(0)} requests/s per task`,
    ...(error > MOST_ERROR_PERCENT
      ? [
          `  The requests differ, so cpuMsPerRequest is known to ${error.toFixed(1)} %. Near saturation, latency differs by 4 times as much. Measure longer with --seconds.`,
        ]
      : []),
    ...(machineTooBusy
      ? [
          "Warning: other programs on this machine used CPU time that the task needed. Measure again when the machine is idle.",
        ]
      : []),
  ].join("\n");
}

/** Finds the service by sending requests to the URL: the request counts of its tasks increase. */
async function serviceAt({
  url,
  local,
  request,
  signal,
}: CalibrateOptions): Promise<ServiceStatus> {
  const requestsOf = ({ tasks }: ServiceStatus) =>
    tasks.reduce((sum, { requests }) => sum + requests, 0);
  const before = await local.status();
  await closedLoop({
    url,
    inProgress: PROBES,
    seconds: 0.2,
    signal,
    ...(request === undefined ? {} : { request }),
  });
  const { services } = await local.status();
  const grown = services
    .map((service) => {
      const former = before.services.find(({ name }) => name === service.name);
      return { service, by: requestsOf(service) - (former === undefined ? 0 : requestsOf(former)) };
    })
    .sort((one, other) => other.by - one.by)[0];
  if (grown === undefined || grown.by <= 0)
    throw new UserError(`No service of ${local.stack} responds at ${url.href}.`);
  return grown.service;
}
