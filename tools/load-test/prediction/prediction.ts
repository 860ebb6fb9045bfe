import type { Load } from "../../simulate/model/load";
import type { Parameters } from "../../simulate/model/parameters";
import type { Percentiles } from "../../simulate/model/requests/request-times";
import { run } from "../../simulate/run";
import type { ReadSystem } from "../../simulate/system/read-system";
import { slowed } from "./slow-clock";

/** The simulation of a test's load. Latency is in ms, and null if nothing is served. */
export interface Prediction {
  /** Describes the parameters to the reader. */
  readonly basis: string;
  readonly latency: PredictedLatency;
  readonly servedPerSecond: number;
  readonly points: readonly PredictedPoint[];
  readonly events: readonly {
    readonly second: number;
    readonly subject: string;
    readonly text: string;
  }[];
  /** The parts of the system that the model does not support. */
  readonly notModelled: readonly string[];
}

export type PredictedLatency = Readonly<Record<keyof Percentiles, number | null>>;

export interface PredictedPoint extends PredictedLatency {
  /** End of the interval. */
  readonly second: number;
  readonly served: number;
  readonly failed: number;
  readonly services: Readonly<
    Record<
      string,
      { readonly desired: number; readonly running: number; readonly cpuPercent: number | null }
    >
  >;
  readonly groups: Readonly<
    Record<string, { readonly desired: number; readonly inService: number }>
  >;
}

export interface PredictionOptions {
  readonly read: ReadSystem;
  readonly load: Load;
  readonly parameters: Parameters;
  readonly basis: string;
  /** How many times faster than real time the clock of scaling runs. @default 1 */
  readonly speed?: number;
  /** Simulates only this many seconds of the load. @default - all */
  readonly seconds?: number;
}

const SEED = 1;

export function predict(options: PredictionOptions): Prediction {
  const { load, speed = 1, basis, seconds = load.seconds } = options;
  const {
    read,
    parameters,
    load: stretched,
  } = slowed({
    ...options,
    speed,
    load: { ...load, seconds },
  });
  const { result } = run({
    read,
    load: inSeconds(stretched),
    incidents: [],
    parameters,
    seed: SEED,
  });
  const { services, groups } = read.system;
  const latencyOf = ({ p50, p90, p95, p99 }: Percentiles): PredictedLatency => ({
    p50: known(p50 / speed),
    p90: known(p90 / speed),
    p95: known(p95 / speed),
    p99: known(p99 / speed),
  });
  return {
    basis,
    latency: latencyOf(result.latency),
    servedPerSecond: result.served / seconds,
    notModelled: read.notModelled,
    points: result.intervals.map((interval) => ({
      second: interval.time / speed,
      served: interval.servedPerSecond * speed,
      failed: interval.failedPerSecond * speed,
      ...latencyOf(interval.latency),
      services: byName(services, (_, at) => {
        const { desired = 0, running = 0, cpuPercent = NaN } = interval.services[at] ?? {};
        return { desired, running, cpuPercent: known(cpuPercent) };
      }),
      groups: byName(groups, (_, at) => {
        const { desired = 0, inService = 0 } = interval.groups[at] ?? {};
        return { desired, inService };
      }),
    })),
    events: result.events.map(({ time, subject, text }) => ({
      second: time / speed,
      subject,
      text,
    })),
  };
}

const PARTS_OF_A_SECOND = 20;

/**
 * The load with the mean rate of each second. The simulation advances in seconds, and a peak of a short test may begin
 * or end within one.
 */
function inSeconds(load: Load): Load {
  return {
    ...load,
    rateAt: (second) => {
      let sum = 0;
      for (let part = 0.5; part < PARTS_OF_A_SECOND; part++)
        sum += load.rateAt(second + part / PARTS_OF_A_SECOND);
      return sum / PARTS_OF_A_SECOND;
    },
  };
}

function byName<Item extends { readonly name: string }, Value>(
  items: readonly Item[],
  value: (item: Item, index: number) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(items.map((item, index) => [item.name, value(item, index)]));
}

function known(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
