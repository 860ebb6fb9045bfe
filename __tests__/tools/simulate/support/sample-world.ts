import { EventQueue } from "../../../../tools/simulate/model/event-queue";
import { type Parameters, withDefaults } from "../../../../tools/simulate/model/parameters";
import type { World } from "../../../../tools/simulate/model/world";

export interface SampleWorld extends World {
  readonly told: { time: number; kind: string; subject: string; text: string }[];
}

export function sampleWorld(parameters: Partial<Parameters> = {}, seed = 1): SampleWorld {
  const queue = new EventQueue();
  const told: SampleWorld["told"] = [];
  return {
    queue,
    parameters: withDefaults(parameters),
    seed,
    zones: 3,
    lostZones: new Set(),
    told,
    tell: (kind, subject, text) => told.push({ time: queue.now, kind, subject, text }),
  };
}
