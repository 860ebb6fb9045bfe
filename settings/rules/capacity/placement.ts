import { tasksKept } from "../../../aws/containers/ecs";
import { type ProxySize, proxyOf } from "../../../aws/containers/service-connect";
import {
  type ContainerSize,
  gpusOf,
  reservedMiB,
  taskSizeOf,
} from "../../../aws/containers/task-containers";
import { typesOf } from "../../../aws/compute/instance-requirements";
import {
  type InstanceRoom,
  type TaskNeeds,
  smallestRoom,
  tasksOn,
} from "../../../aws/compute/placement";
import { gpusInWords, tooFewGpus } from "./gpus";
import { type GroupOfTypes, largerInstances } from "./instance-group";
import { type Broken, type FieldOf, broken, rule } from "../rule";
import { type ScheduledService, scheduledActions } from "../scaling/service-scaling";

/** What the place of one task depends on: its containers in bridge mode, on instances of its own cluster. */
export interface PlacedTask {
  container: { cpu: number; memoryLimitMiB: number; memoryReservationMiB?: number; gpu?: number };
  sidecars?: Record<string, ContainerSize>;
  serviceConnect?: object;
  connection?: { proxy: ProxySize };
  capacity: GroupOfTypes;
}

/** What the place of all tasks depends on. */
export interface PlacedService extends PlacedTask {
  capacity: GroupOfTypes & { maxInstances: number };
  service: { desiredCount?: number };
  serviceScaling: { minTasks: number; maxTasks: number };
}

/** A task on the smallest of its instances. */
interface Fit {
  readonly task: TaskNeeds & { readonly gpus: number };
  readonly room: InstanceRoom;
  readonly perInstance: number;
}

/** The arithmetic of a service's placement. */
export interface Placement extends Fit {
  /** On all instances that the group may have. */
  readonly most: number;
  readonly maxInstances: number;
}

/**
 * What placement counts of the containers of a task without a size of its own, those that end before the others start
 * included. With Service Connect, the task has a size: the limits of its containers, and the proxy.
 */
export function takenBy({
  container,
  sidecars = {},
  ...connected
}: Pick<PlacedTask, "sidecars" | "serviceConnect" | "connection"> & { container: ContainerSize }) {
  const containers = [container, ...Object.values(sidecars)];
  const proxy = proxyOf(connected);
  if (proxy !== undefined) {
    const { cpu: cpuUnits, memoryMiB } = taskSizeOf(containers, proxy);
    return { cpuUnits, memoryMiB, gpus: gpusOf(containers) };
  }
  const sum = (of: (each: ContainerSize) => number) =>
    containers.reduce((total, each) => total + of(each), 0);
  // Docker gives a container 2 units at least, which placement does not count.
  return {
    cpuUnits: sum(({ cpu = 0 }) => cpu),
    memoryMiB: sum(reservedMiB),
    gpus: gpusOf(containers),
  };
}

/** " together with …" where others share the instance with a task's own container. */
export function withSidecars({
  sidecars = {},
  serviceConnect,
}: Pick<PlacedTask, "sidecars" | "serviceConnect">): string {
  const others = [
    ...(Object.keys(sidecars).length === 0 ? [] : ["those of the sidecars"]),
    ...(serviceConnect === undefined ? [] : ["the proxy of Service Connect"]),
  ];
  return others.length === 0 ? "" : ` together with ${others.join(" and ")}`;
}

/** Undefined where an instance type is not in the table. */
export function fitOf({ capacity, ...placed }: PlacedTask): Fit | undefined {
  const task = { ...takenBy(placed), ownNetworkInterface: false };
  const room = smallestRoom(typesOf(capacity), task);
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
  "container.gpu",
  "sidecars",
  "serviceConnect",
  "connection",
  "capacity.instanceTypes",
  "capacity.instanceRequirements",
  "capacity.architecture",
] as const satisfies FieldOf<PlacedTask>[];

/** A task is placed on one instance, and never spread over two. */
export const taskFitsInstance = rule<PlacedTask>(sizes, tooLarge);

export function tooLarge(system: PlacedTask): Broken[] {
  const fit = fitOf(system);
  if (fit === undefined || fit.perInstance > 0) return [];
  const { task, room } = fit;
  const reserved = system.container.memoryReservationMiB === undefined ? "Limit" : "Reservation";
  const fix = `Lower it, or ${largerInstances(system.capacity)}.`;
  const together = withSidecars(system);
  return [
    task.cpuUnits > room.cpuUnits &&
      broken(
        "container.cpu",
        `must fit one instance${together}: a ${room.type} has ${room.cpuUnits} CPU units`,
        task.cpuUnits,
        fix,
      ),
    task.memoryMiB > room.memoryMiB &&
      broken(
        `container.memory${reserved}MiB`,
        `must fit one instance${together}: a ${room.type} has about ${room.memoryMiB} MiB for tasks`,
        task.memoryMiB,
        fix,
      ),
    task.gpus > room.gpus && tooFewGpus(system, task.gpus, room),
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
            `Lower it, raise capacity.maxInstances to ${instancesFor(tasks, placement)}, or ${largerInstances(system.capacity)}.`,
          );
    },
  ),
);

/** `3 tasks of 256 CPU units and 256 MiB fit one t3.micro (…), and 15 fit 5 of them (capacity.maxInstances)` */
export function arithmetic({ task, room, perInstance, most, maxInstances }: Placement): string {
  return (
    `${perInstance} task${perInstance === 1 ? "" : "s"} of ${task.cpuUnits} CPU units and ${task.memoryMiB} MiB${task.gpus === 0 ? "" : ` with ${gpusInWords(task)}`} ` +
    `${perInstance === 1 ? "fits" : "fit"} one ${room.type} (${room.cpuUnits} CPU units, about ${room.memoryMiB} MiB for tasks${task.gpus === 0 ? "" : `, ${gpusInWords(room)}`}), ` +
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

interface PlacedServices {
  capacity: PlacedTask["capacity"] & { maxInstances: number };
  serviceConnect?: object;
  services: Record<
    string,
    Pick<PlacedTask, "container" | "sidecars" | "connection"> & {
      serviceScaling: { minTasks: number };
      deployment: { kind: string };
    }
  >;
}

/** Each service's task fits an instance, and the fewest tasks of all of them fit the cluster at its largest. */
export const servicesFit = rule<PlacedServices>(
  [
    "services",
    "serviceConnect",
    "capacity.instanceTypes",
    "capacity.instanceRequirements",
    "capacity.architecture",
    "capacity.maxInstances",
  ],
  ({ services, serviceConnect, capacity }) => {
    const placed = Object.entries(services);
    const misfits = placed.flatMap(([name, service]) =>
      tooLarge({ ...service, serviceConnect, capacity }).map(({ at, message }) => ({
        at: ["services", name, ...at],
        message,
      })),
    );
    if (misfits.length > 0) return misfits;
    const instances = placed.reduce(
      (sum, [, service]) => sum + instancesOf({ ...service, serviceConnect, capacity }),
      0,
    );
    return instances <= capacity.maxInstances
      ? undefined
      : broken(
          "capacity.maxInstances",
          `must be at least ${Math.ceil(instances)}, to run the minTasks of all services, twice if deployments are blue/green`,
          capacity.maxInstances,
          `Raise it, lower minTasks, or ${largerInstances(capacity)}.`,
        );
  },
);

/**
 * Instances, in fractions, that a service's fewest tasks take; none where types are unknown. Two colours run side by
 * side before a switch, as do old and new tasks in deployments of ECS's own.
 */
function instancesOf({
  serviceScaling,
  deployment,
  ...placed
}: PlacedServices["services"][string] & PlacedTask): number {
  const fit = fitOf(placed);
  if (fit === undefined) return 0;
  const sets = deployment.kind === "rolling" ? 1 : 2;
  return (sets * serviceScaling.minTasks) / fit.perInstance;
}

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
        `is ${tasks}, of which about ${placement.most} can be placed. ` +
        `Lower it to ${placement.most}, or raise capacity.maxInstances to ${instancesFor(tasks, placement)}.`,
      details: arithmetic(placement),
    }));
}

/** A deployment that must not stop a task first needs room for one more than the floor. */
export function rollingRoom(
  system: PlacedService & { service: { minimumHealthyPercent: number } },
): Broken[] {
  const placement = placementOf(system);
  const { desiredCount, minimumHealthyPercent } = system.service;
  const tasks = Math.max(desiredCount ?? 1, system.serviceScaling.minTasks);
  const keep = tasksKept(tasks, minimumHealthyPercent);
  if (placement === undefined || keep < tasks || tasks < placement.most) return [];
  return [
    {
      at: ["service", "minimumHealthyPercent"],
      message:
        `is ${minimumHealthyPercent}, but a deployment of ${tasks} tasks has no capacity to start one before it stops one. ` +
        `Raise capacity.maxInstances to ${instancesFor(tasks + 1, placement)}, or lower it.`,
      details: arithmetic(placement),
    },
  ];
}
