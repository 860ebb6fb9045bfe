import type { Instance } from "../instances/instance";
import type { Random } from "../random";
import type { PlacementStrategy, SimulatedService } from "../system";

/** How many tasks of the service run in a zone or on an instance. */
export interface TaskCounts {
  inZone(zone: number): number;
  on(instance: Instance): number;
}

/**
 * The instance for one more task, or undefined if none has enough capacity. Strategies are applied in order, each to the
 * instances that the previous one ranks equally. A service without strategies is spread across zones.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
 */
export function placeTask(
  service: SimulatedService,
  instances: Iterable<Instance>,
  counts: TaskCounts,
  random: Random,
): Instance | undefined {
  let candidates: Instance[] = [];
  for (const instance of instances) {
    if (instance.state !== "in-service" || !instance.room.fits(service.task)) continue;
    if (service.distinctInstances && counts.on(instance) > 0) continue;
    candidates.push(instance);
  }
  const strategies =
    service.placement.length > 0 ? service.placement : [{ type: "spread", field: "zone" } as const];
  for (const strategy of strategies) {
    if (candidates.length <= 1) break;
    candidates = best(candidates, strategy, counts, random);
  }
  return candidates[0];
}

function best(
  candidates: readonly Instance[],
  { type, field }: PlacementStrategy,
  counts: TaskCounts,
  random: Random,
): Instance[] {
  if (type === "random") {
    const chosen = candidates[Math.floor(random.next() * candidates.length)];
    return chosen === undefined ? [] : [chosen];
  }
  const score = (instance: Instance): number => {
    if (type === "binpack")
      return field === "memory" ? instance.room.memoryMiB : instance.room.cpuUnits;
    return field === "zone" ? counts.inZone(instance.zone) : counts.on(instance);
  };
  let least = Infinity;
  let chosen: Instance[] = [];
  for (const candidate of candidates) {
    const value = score(candidate);
    if (value > least) continue;
    if (value < least) chosen = [];
    least = value;
    chosen.push(candidate);
  }
  return chosen;
}
