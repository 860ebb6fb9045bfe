import type { InstanceSize, TaskSize } from "../system";

/** Free capacity of an instance: CPU units, memory, GPUs, fixed ports and network interfaces must all suffice for a task. */
export class Room {
  cpuUnits: number;
  memoryMiB: number;
  private networkInterfaces: number;
  private gpus: number;
  private readonly ports = new Set<number>();

  constructor(size: InstanceSize) {
    this.cpuUnits = size.vcpus * 1024;
    this.memoryMiB = size.memoryMiB;
    this.networkInterfaces = size.networkInterfaces;
    this.gpus = size.gpus ?? 0;
  }

  fits(task: TaskSize): boolean {
    return (
      this.cpuUnits >= task.cpuUnits &&
      this.memoryMiB >= task.memoryMiB &&
      this.gpus >= (task.gpus ?? 0) &&
      (!task.ownNetworkInterface || this.networkInterfaces > 0) &&
      !task.hostPorts.some((port) => this.ports.has(port))
    );
  }

  take(task: TaskSize): void {
    this.cpuUnits -= task.cpuUnits;
    this.memoryMiB -= task.memoryMiB;
    this.gpus -= task.gpus ?? 0;
    if (task.ownNetworkInterface) this.networkInterfaces--;
    for (const port of task.hostPorts) this.ports.add(port);
  }

  giveBack(task: TaskSize): void {
    this.cpuUnits += task.cpuUnits;
    this.memoryMiB += task.memoryMiB;
    this.gpus += task.gpus ?? 0;
    if (task.ownNetworkInterface) this.networkInterfaces++;
    for (const port of task.hostPorts) this.ports.delete(port);
  }
}

/**
 * How many instances waiting tasks need when they are packed onto empty ones. A task that does not fit an empty instance
 * is ignored, because it never makes a group scale.
 */
export function instancesFor(waiting: readonly TaskSize[], size: InstanceSize): number {
  const opened: Room[] = [];
  for (const task of waiting) {
    let room = opened.find((each) => each.fits(task));
    if (room === undefined) {
      room = new Room(size);
      if (!room.fits(task)) continue;
      opened.push(room);
    }
    room.take(task);
  }
  return opened.length;
}

/** How many tasks of one size fit an empty instance. */
export function tasksPerInstance(task: TaskSize, size: InstanceSize): number {
  const room = new Room(size);
  let count = 0;
  // No instance holds ten thousand tasks. The limit ends the loop for a task that needs nothing.
  for (; count < 10_000 && room.fits(task); count++) room.take(task);
  return count;
}
