import type { HostStation } from "../requests/host-station";
import { serveOnInstance } from "../requests/host";
import type { InstanceSize } from "../system";
import type { Task } from "../tasks/task";
import { CpuCredits } from "./cpu-credits";
import { Room } from "./room";

/** Launching, in service, draining, failed but not yet noticed, terminated. */
export type InstanceState = "booting" | "in-service" | "draining" | "failed" | "terminated";

/** An EC2 instance with the ECS agent. */
export class Instance {
  readonly id: number;
  readonly size: InstanceSize;
  readonly zone: number;
  readonly isSpot: boolean;
  readonly launchedAt: number;
  state: InstanceState = "booting";
  /** When it starts to contribute to its group's metric. */
  warmAt = Infinity;
  terminatedAt = Infinity;
  readonly tasks = new Set<Task>();
  readonly stations = new Map<string, HostStation>();
  /** When each service's image is on its disk. */
  readonly imageReadyAt = new Map<string, number>();
  readonly credits: CpuCredits | undefined;
  readonly room: Room;
  private stationList: HostStation[] = [];

  constructor(id: number, size: InstanceSize, zone: number, isSpot: boolean, now: number) {
    this.id = id;
    this.size = size;
    this.zone = zone;
    this.isSpot = isSpot;
    this.launchedAt = now;
    this.room = new Room(size);
    this.credits = size.credits && new CpuCredits(size.vcpus, size.credits);
  }

  get isEmpty(): boolean {
    for (const task of this.tasks) if (!task.isDaemon) return false;
    return true;
  }

  place(task: Task): void {
    this.tasks.add(task);
    this.room.take(task.size);
  }

  remove(task: Task): void {
    if (this.tasks.delete(task)) this.room.giveBack(task.size);
  }

  /** The station of a service, created on first use. */
  station(service: string, create: () => HostStation): HostStation {
    const found = this.stations.get(service);
    if (found !== undefined) return found;
    const station = create();
    this.stations.set(service, station);
    this.stationList = [...this.stations.values()];
    return station;
  }

  removeStation(station: HostStation): void {
    for (const [key, each] of this.stations) if (each === station) this.stations.delete(key);
    this.stationList = [...this.stations.values()];
  }

  /**
   * Serves the requests of a step.
   *
   * @param idleShare share of its CPU that the operating system and agents use
   * @returns CPU time used, in seconds
   */
  step(seconds: number, idleShare: number): number {
    const { size, credits } = this;
    const vcpus = credits?.vcpusFor(seconds) ?? size.vcpus;
    const idle = Math.min(vcpus / 2, size.vcpus * idleShare);
    const used = serveOnInstance(this.stationList, vcpus - idle, seconds) + idle * seconds;
    credits?.use(used, seconds);
    return used;
  }
}
