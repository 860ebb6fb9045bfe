import { MessageQueue } from "../messages/message-queue";
import { MessageStation } from "../messages/message-station";
import { balance, isUneven } from "../requests/balancing";
import type { HostStation } from "../requests/host-station";
import type { ServiceTraffic } from "../requests/service-traffic";
import { Station } from "../requests/station";
import type { SimulatedService } from "../system";
import type { World } from "../world";
import type { Task } from "./task";

/**
 * Where the tasks of a service run: one station for all tasks on an instance or, on Fargate, in a zone. If the load
 * balancer does not send the same number of requests to each task, every task has its own station.
 */
export class ServiceStations {
  /** The queue that the tasks take their work from. */
  readonly queue: MessageQueue | undefined;
  private readonly fargate = new Map<string, { readonly zone: number; station: HostStation }>();
  /** The stations of an uneven service, by task. */
  private readonly ofTask: Map<Task, Station> | undefined;
  private created = 0;
  private readonly world: World;
  private readonly service: SimulatedService;
  private readonly traffic: ServiceTraffic;

  constructor(world: World, service: SimulatedService, traffic: ServiceTraffic) {
    this.world = world;
    this.service = service;
    this.traffic = traffic;
    const { consumes, targets } = service;
    this.queue = consumes && new MessageQueue(consumes.queue, traffic);
    this.ofTask = targets && isUneven(targets) ? new Map() : undefined;
  }

  get onFargate(): readonly HostStation[] {
    return [...this.fargate.values()].map(({ station }) => station);
  }

  /** Offers the load of the next second: requests to its tasks, or messages to its queue. */
  offer(rate: number): void {
    const { queue, traffic, world, ofTask, service } = this;
    if (queue !== undefined) {
      const poison = world.parameters.poisonMessagePercent / 100;
      traffic.count(rate, 1);
      queue.step(world.queue.now, rate, poison, traffic.healthy);
      return;
    }
    traffic.offer(rate, 1);
    if (ofTask && service.targets) balance(ofTask.values(), service.targets, world.queue.now);
  }

  serveOnFargate(seconds: number): void {
    for (const { station } of this.fargate.values()) station.serve(this.traffic.vcpuLimit, seconds);
  }

  /** Adds a running task. It gets work as soon as it is healthy. */
  enter(task: Task): void {
    const key = this.ofTask ? `${this.service.name} ${++this.created}` : this.service.name;
    const create = () => this.createStation(task);
    const station = task.instance
      ? task.instance.station(key, create)
      : this.fargateStation(task.zone, this.ofTask ? key : `zone ${task.zone}`, create);
    station.unhealthy++;
    task.station = station;
  }

  passCheck(task: Task): void {
    if (task.station === undefined) return;
    task.station.unhealthy--;
    task.station.healthy++;
    const own = this.ofTask?.get(task);
    if (own) own.healthySince = this.world.queue.now;
  }

  /** Removes a task that has ended, and its own station. */
  leave(task: Task): void {
    if (this.ofTask?.delete(task) !== true || task.station === undefined) return;
    task.instance?.removeStation(task.station);
    for (const [key, { station }] of this.fargate)
      if (station === task.station) this.fargate.delete(key);
  }

  /** Makes everything in the zone stop responding. */
  failZone(failed: number): void {
    for (const { zone, station } of this.fargate.values())
      if (zone === failed) station.isDead = true;
  }

  private createStation(task: Task): HostStation {
    const { consumes } = this.service;
    if (this.queue && consumes)
      return new MessageStation(this.world, this.traffic, this.queue, consumes);
    const station = new Station(this.traffic, this.world.parameters);
    this.ofTask?.set(task, station);
    return station;
  }

  private fargateStation(zone: number, key: string, create: () => HostStation): HostStation {
    const found = this.fargate.get(key)?.station ?? create();
    this.fargate.set(key, { zone, station: found });
    return found;
  }
}
