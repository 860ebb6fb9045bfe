import type { EventQueue } from "./event-queue";
import type { Parameters } from "./parameters";
import { Random } from "./random";

export type EventKind = "alarm" | "scaling" | "instance" | "task" | "failure" | "warning";

/** A notable event of a run. */
export interface SimulatedEvent {
  /** Seconds since the start. */
  readonly time: number;
  readonly kind: EventKind;
  /** Name of the service or group. */
  readonly subject: string;
  readonly text: string;
}

/** What all components of a run share. */
export interface World {
  readonly queue: EventQueue;
  readonly parameters: Parameters;
  readonly seed: number;
  readonly zones: number;
  /** Zones that are down. */
  readonly lostZones: Set<number>;
  tell(kind: EventKind, subject: string, text: string): void;
}

export function randomOf(world: World, purpose: string): Random {
  return Random.stream(world.seed, purpose);
}
