import type { Episode } from "./capacity-episodes";
import type { Elasticity } from "./elasticity";
import type { Incident, Load } from "./load";
import type { Parameters } from "./parameters";
import type { Interval, Usage } from "./recorder";
import type { Percentiles } from "./requests/request-times";
import type { SimulatedSystem } from "./system";
import type { SimulatedEvent } from "./world";

export interface RunOptions {
  readonly parameters: Parameters;
  readonly seed: number;
  readonly incidents?: readonly Incident[];
  /** The time of second 0, for schedules. @default a Monday, midnight UTC */
  readonly start?: Date;
  /** Called regularly with the progress, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Requests and messages that failed, by reason. */
export interface Failures {
  /** No target was available: 503. */
  readonly unanswered: number;
  /** No response came in time: 504. */
  readonly timedOut: number;
  /** The task already had too many: 502. */
  readonly refused: number;
  /** The task ended: 502. */
  readonly lost: number;
  /** Messages that moved to the dead-letter queue after too many attempts. */
  readonly deadLettered: number;
  /** Messages that SQS deleted after the retention period. */
  readonly expired: number;
}

/**
 * The full result of a run. `offered` is `served + failed + inFlight`. Messages count like requests: they are offered when
 * they are sent, served when they are deleted, and in flight as long as the queue has them.
 */
export interface SimulationResult {
  readonly system: SimulatedSystem;
  readonly load: Load;
  readonly options: RunOptions;
  readonly offered: number;
  readonly served: number;
  readonly failed: number;
  readonly failures: Failures;
  /** Number at the end. */
  readonly inFlight: number;
  /** Latency of all served requests. */
  readonly latency: Percentiles;
  readonly intervalSeconds: number;
  readonly intervals: readonly Interval[];
  readonly events: readonly SimulatedEvent[];
  /** Number of events that were not kept. */
  readonly eventsLeftOut: number;
  readonly usage: Usage;
  /** By service, and by group. */
  readonly taskElasticity: readonly Elasticity[];
  readonly instanceElasticity: readonly Elasticity[];
  readonly episodes: readonly Episode[];
}
