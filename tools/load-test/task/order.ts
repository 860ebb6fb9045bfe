import type { GeneratorOptions } from "../generator/open-loop";
import { type Load, loadFromCsv, loadNamed } from "../load/load";

/**
 * The instructions for the tasks of a run, stored as an object in S3. Its headers may contain secrets, which RunTask
 * would log.
 */
export interface Order {
  readonly url: string;
  readonly load: OrderedLoad;
  /** Number of tasks, each of which sends one part. */
  readonly parts: number;
  /** Time at which all parts start. Undefined until all tasks run. */
  readonly startAt?: string;
  /** Time at which a task stops in any case. */
  readonly deadline: string;
  readonly generator: Omit<GeneratorOptions, "url" | "load" | "part" | "signal">;
}

/** A load as text: a profile, or the content of a CSV file. */
export interface OrderedLoad {
  readonly name: string;
  readonly csv?: string;
  readonly baseRate: number;
  readonly seconds?: number;
}

/** A task's progress, which it writes every few seconds. */
export interface TaskProgress {
  readonly second: number;
  readonly offered: number;
  readonly served: number;
  readonly failed: number;
  readonly inFlight: number;
  /** The p95 latency of the last interval, in milliseconds. */
  readonly p95: number;
}

export function loadOf({ name, csv, baseRate, seconds }: OrderedLoad): Load {
  const options = { baseRate, ...(seconds === undefined ? {} : { seconds }) };
  return csv === undefined ? loadNamed(name, options) : loadFromCsv(name, csv, options);
}

/* The tasks' role refers to these keys: modules/load-test/result-bucket.ts. */

export const orderKey = (run: string): string => `runs/${run}/order.json`;
export const progressKey = (run: string, part: number): string =>
  `runs/${run}/tasks/${part}-progress.json`;
export const resultKey = (run: string, part: number): string =>
  `runs/${run}/tasks/${part}-result.json`;
