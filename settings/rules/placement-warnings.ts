import { arithmetic, instancesFor, type PlacedService, placementOf } from "./placed-service";
import type { Broken } from "./rule";
import { scheduledActions, type ScheduledService } from "./scheduled-actions";

/** Numbers of tasks that scaling may ask for, and where each is set. */
function maxima({ serviceScaling: { maxTasks, strategies } }: PlacedService & ScheduledService) {
  return [
    { at: ["serviceScaling", "maxTasks"] as PropertyKey[], tasks: maxTasks },
    ...scheduledActions(strategies).map(({ at, action }) => ({
      at: [...at, "maxTasks"],
      tasks: action.maxTasks,
    })),
  ];
}

export function ceilings(system: PlacedService & ScheduledService): Broken[] {
  const placement = placementOf(system);
  if (placement === undefined) return [];
  return maxima(system)
    .filter(({ tasks }) => tasks > placement.most)
    .map(({ at, tasks }) => ({
      at,
      message:
        `is ${tasks}, of which about ${placement.most} can be placed: ${arithmetic(placement)}. ` +
        `Lower it to ${placement.most}, raise capacity.maxInstances to ${instancesFor(tasks, placement)}, or choose a larger instance type.`,
    }));
}

/** A deployment that must not stop a task first needs room for one more than the floor. */
export function rollingRoom(
  system: PlacedService & { service: { minimumHealthyPercent: number } },
): Broken[] {
  const placement = placementOf(system);
  const { desiredCount, minimumHealthyPercent } = system.service;
  const tasks = Math.max(desiredCount ?? 1, system.serviceScaling.minTasks);
  const keep = Math.ceil((tasks * minimumHealthyPercent) / 100);
  if (placement === undefined || keep < tasks || tasks < placement.most) return [];
  return [
    {
      at: ["service", "minimumHealthyPercent"],
      message:
        `is ${minimumHealthyPercent}, so that a deployment of ${tasks} tasks starts a new one before it stops an old one, ` +
        `and there is no room for it: ${arithmetic(placement)}. ` +
        `Raise capacity.maxInstances to ${instancesFor(tasks + 1, placement)}, or lower minimumHealthyPercent.`,
    },
  ];
}
