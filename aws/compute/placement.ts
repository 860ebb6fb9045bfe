import { instanceType } from "./instance-types";

/** The resources that one task uses on an instance. */
export interface TaskNeeds {
  /** 1024 per vCPU. */
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  /** A task in `awsvpc` mode uses one of the instance's network interfaces. */
  readonly ownNetworkInterface: boolean;
  /** Of all its containers; each GPU belongs to one of them. @default 0 */
  readonly gpus?: number;
}

/** The resources that one instance offers to tasks. */
export interface InstanceRoom {
  readonly type: string;
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly networkInterfaces: number;
  readonly gpus: number;
}

/**
 * The resources that an instance offers to tasks, or undefined for a type that is not in the table. Firmware and kernel
 * reserve a part of the memory, and ECS registers the rest. AWS publishes no formula. 64 MiB and 4 % is a conservative
 * estimate: an m4.large registers 7985 of its 8192 MiB, and counts as 7800 here.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
 */
export function roomOn(type: string): InstanceRoom | undefined {
  const offer = instanceType(type);
  if (offer === undefined) return undefined;
  return {
    type,
    cpuUnits: offer.vcpus * 1024,
    memoryMiB: Math.floor(offer.memoryMiB * 0.96 - 64),
    // The first interface is the instance's own.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html
    networkInterfaces: offer.networkInterfaces - 1,
    gpus: offer.gpus,
  };
}

/** How many tasks fit one instance. */
export function tasksOn(room: InstanceRoom, task: TaskNeeds): number {
  const byCpu = Math.floor(room.cpuUnits / task.cpuUnits);
  const byMemory = Math.floor(room.memoryMiB / task.memoryMiB);
  const byInterfaces = task.ownNetworkInterface ? room.networkInterfaces : Infinity;
  const { gpus = 0 } = task;
  // No two tasks share a GPU. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-gpu.html
  const byGpus = gpus > 0 ? Math.floor(room.gpus / gpus) : Infinity;
  return Math.min(byCpu, byMemory, byInterfaces, byGpus);
}

/** The type that fits the fewest tasks, because AWS can choose any of them. Undefined if there is none, or one is unknown. */
export function smallestRoom(types: readonly string[], task: TaskNeeds): InstanceRoom | undefined {
  const rooms = types.map(roomOn);
  return rooms.length === 0 || rooms.includes(undefined)
    ? undefined
    : (rooms as InstanceRoom[]).reduce((small, room) =>
        tasksOn(room, task) < tasksOn(small, task) ? room : small,
      );
}
