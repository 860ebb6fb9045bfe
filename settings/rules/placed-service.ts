import { type InstanceRoom, smallestRoom, type TaskNeeds, tasksOn } from "./placement";
import { type Broken, broken, type FieldOf, rule } from "./rule";
import { scheduledActions, type ScheduledService } from "./scheduled-actions";

/** What the place of one task depends on: a container in bridge mode, on instances of its own cluster. */
export interface PlacedTask {
  container: { cpu: number; memoryLimitMiB: number; memoryReservationMiB?: number };
  capacity: { instanceTypes: string[] };
}

/** What the place of all tasks depends on. */
export interface PlacedService extends PlacedTask {
  capacity: { instanceTypes: string[]; maxInstances: number };
  service: { desiredCount?: number };
  serviceScaling: { minTasks: number; maxTasks: number };
}

/** A task on the smallest of its instances. */
interface Fit {
  readonly task: TaskNeeds;
  readonly room: InstanceRoom;
  readonly perInstance: number;
}

/** The arithmetic of a service's placement. */
export interface Placement extends Fit {
  /** On all instances that the group may have. */
  readonly most: number;
  readonly maxInstances: number;
}

/** Undefined where an instance type is not in the table. */
export function fitOf({ container, capacity }: PlacedTask): Fit | undefined {
  const task = {
    cpuUnits: container.cpu,
    memoryMiB: container.memoryReservationMiB ?? container.memoryLimitMiB,
    ownNetworkInterface: false,
  };
  const room = smallestRoom(capacity.instanceTypes, task);
  return room && { task, room, perInstance: tasksOn(room, task) };
}

/** Undefined where an instance type is not in the table, or a task fits none. */
export function placementOf(service: PlacedService): Placement | undefined {
  const { maxInstances } = service.capacity;
  const fit = fitOf(service);
  return fit === undefined || fit.perInstance === 0
    ? undefined
    : { ...fit, most: fit.perInstance * maxInstances, maxInstances };
}

const sizes = [
  "container.cpu",
  "container.memoryLimitMiB",
  "container.memoryReservationMiB",
  "capacity.instanceTypes",
] as const satisfies FieldOf<PlacedTask>[];

/** A task is placed on one instance, and never spread over two. */
export const taskFitsInstance = rule<PlacedTask>(sizes, tooLarge);

export function tooLarge(system: PlacedTask): Broken[] {
  const fit = fitOf(system);
  if (fit === undefined || fit.perInstance > 0) return [];
  const { task, room } = fit;
  const reserved = system.container.memoryReservationMiB === undefined ? "Limit" : "Reservation";
  const fix = "Lower it, or choose a larger instance type.";
  return [
    task.cpuUnits > room.cpuUnits &&
      broken(
        "container.cpu",
        `must fit one instance: a ${room.type} has ${room.cpuUnits} CPU units`,
        task.cpuUnits,
        fix,
      ),
    task.memoryMiB > room.memoryMiB &&
      broken(
        `container.memory${reserved}MiB`,
        `must fit one instance: a ${room.type} has about ${room.memoryMiB} MiB for tasks`,
        task.memoryMiB,
        fix,
      ),
  ].filter((found) => found !== false);
}

/** A number of tasks that must always run, and where it is set. */
const floors = [
  ["service.desiredCount", ({ service }: PlacedService) => service.desiredCount ?? 1],
  ["serviceScaling.minTasks", ({ serviceScaling }: PlacedService) => serviceScaling.minTasks],
] as const;

/** Rules, one a floor: that many tasks find room when the group is at its largest. One above maxTasks is a problem anyway. */
export const floorsFitCluster = floors.map(([field, tasksOf]) =>
  rule<PlacedService>(
    [...sizes, "capacity.maxInstances", "serviceScaling.maxTasks", field],
    (system) => {
      const placement = placementOf(system);
      const tasks = tasksOf(system);
      if (placement === undefined) return undefined;
      return tasks <= placement.most || tasks > system.serviceScaling.maxTasks
        ? undefined
        : broken(
            field,
            `must fit the cluster: ${arithmetic(placement)}`,
            tasks,
            `Lower it, raise capacity.maxInstances to ${instancesFor(tasks, placement)}, or choose a larger instance type.`,
          );
    },
  ),
);

/** `3 tasks of 256 CPU units and 256 MiB fit one t3.micro (…), and 15 fit 5 of them (capacity.maxInstances)` */
export function arithmetic({ task, room, perInstance, most, maxInstances }: Placement): string {
  return (
    `${perInstance} task${perInstance === 1 ? "" : "s"} of ${task.cpuUnits} CPU units and ${task.memoryMiB} MiB ` +
    `${perInstance === 1 ? "fits" : "fit"} one ${room.type} (${room.cpuUnits} CPU units, about ${room.memoryMiB} MiB for tasks), ` +
    `so about ${most} fit ${maxInstances} of them (capacity.maxInstances)`
  );
}

export function instancesFor(tasks: number, { perInstance }: Placement): number {
  return Math.ceil(tasks / perInstance);
}

/** The same for the floors that the clock sets. */
export const scheduledFloorsFitCluster = rule<PlacedService & ScheduledService>(
  [...sizes, "capacity.maxInstances", "serviceScaling.strategies"],
  (system) => {
    const placement = placementOf(system);
    if (placement === undefined) return undefined;
    return scheduledActions(system.serviceScaling.strategies)
      .filter(
        ({ action }) => action.minTasks > placement.most && action.minTasks <= action.maxTasks,
      )
      .map(({ at, action }) =>
        broken(
          [...at, "minTasks"],
          `must fit the cluster: ${arithmetic(placement)}`,
          action.minTasks,
          "Lower it, or raise capacity.maxInstances.",
        ),
      );
  },
);
