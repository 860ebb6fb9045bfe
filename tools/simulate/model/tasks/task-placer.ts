import type { Instance } from "../instances/instance";
import type { Random } from "../random";
import type { CapacityShare, SimulatedService } from "../system";
import { randomOf, type World } from "../world";
import { placeTask } from "./placement";
import type { Task } from "./task";
import type { TokenBucket } from "./token-bucket";

/** Where a service's tasks can run. */
export interface Capacity {
  instancesOf(group: string): Iterable<Instance>;
  readonly fargateLaunches: TokenBucket;
  /** Tasks of all services that wait for an instance. */
  readonly waiting: number;
  /** A task has ended, so waiting tasks of any service may fit now. */
  freed(): void;
}

/** Chooses capacity, instance and zone of a service's tasks. */
export class TaskPlacer {
  private readonly world: World;
  private readonly settings: SimulatedService;
  private readonly capacity: Capacity;
  private readonly tasks: ReadonlySet<Task>;
  private readonly random: Random;

  constructor(
    world: World,
    settings: SimulatedService,
    capacity: Capacity,
    tasks: ReadonlySet<Task>,
  ) {
    this.world = world;
    this.settings = settings;
    this.capacity = capacity;
    this.tasks = tasks;
    this.random = randomOf(world, `placement of ${settings.name}`);
  }

  /** @returns a new task, without an instance if it waits for one; undefined if there is no capacity */
  place(revision: number): Task | undefined {
    const { task: size, scheduling } = this.settings;
    const isDaemon = scheduling === "daemon";
    const share = this.chooseCapacity();
    const isFargate = share.kind === "fargate";
    let instance: Instance | undefined;
    if (isFargate) {
      if (this.capacity.fargateLaunches.take(this.world.queue.now) > 0) return undefined;
    } else {
      instance = this.findInstance(share.group);
      if (instance === undefined && (!share.waitsForRoom || isDaemon || this.isQuotaReached))
        return undefined;
    }
    const task: Task = {
      size,
      isDaemon,
      revision,
      isSpot: isFargate && share.spot,
      isFargate,
      createdAt: this.world.queue.now,
      state: "waiting",
      zone: instance?.zone ?? this.emptiestZone(),
      instance,
      station: undefined,
      startedAt: Infinity,
      isCondemned: false,
      mustLeave: false,
    };
    instance?.place(task);
    return task;
  }

  /** @returns whether a task that waits for an instance can be placed now */
  placeWaiting(task: Task): boolean {
    const share = this.settings.capacity.find(({ kind }) => kind === "group");
    const instance = share?.kind === "group" ? this.findInstance(share.group) : undefined;
    if (instance === undefined) return false;
    task.instance = instance;
    task.zone = instance.zone;
    instance.place(task);
    return true;
  }

  /** Instances in service that a daemon's tasks can run on. */
  get hosts(): number {
    let count = 0;
    for (const share of this.settings.capacity)
      if (share.kind === "group")
        for (const { state } of this.capacity.instancesOf(share.group))
          if (state === "in-service") count++;
    return count;
  }

  /**
   * Maximum number of tasks in a cluster that can wait in PROVISIONING. Capacity providers only add instances for
   * these.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/operating-at-scale-service-quotas.html
   */
  private get isQuotaReached(): boolean {
    return this.capacity.waiting >= this.world.parameters.provisioningTasksPerCluster;
  }

  private findInstance(group: string): Instance | undefined {
    const inZone = new Map<number, number>();
    const on = new Map<Instance, number>();
    for (const { state, zone, instance } of this.tasks) {
      if (state === "draining" || state === "waiting") continue;
      inZone.set(zone, (inZone.get(zone) ?? 0) + 1);
      if (instance) on.set(instance, (on.get(instance) ?? 0) + 1);
    }
    const isDaemon = this.settings.scheduling === "daemon";
    return placeTask(
      isDaemon ? { ...this.settings, distinctInstances: true } : this.settings,
      this.capacity.instancesOf(group),
      { inZone: (zone) => inZone.get(zone) ?? 0, on: (instance) => on.get(instance) ?? 0 },
      this.random,
    );
  }

  /**
   * Its base first, then in proportion to the weights.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
   */
  private chooseCapacity(): CapacityShare {
    const [first, ...others] = this.settings.capacity;
    if (first === undefined) throw new Error(`${this.settings.name} has no capacity to run on`);
    if (others.length === 0) return first;
    const all = [first, ...others];
    const counts = new Map<CapacityShare, number>();
    for (const task of this.tasks) {
      const share = all.find((each) =>
        each.kind === "fargate" ? task.isFargate && each.spot === task.isSpot : !task.isFargate,
      );
      if (share) counts.set(share, (counts.get(share) ?? 0) + 1);
    }
    const count = (share: CapacityShare) => counts.get(share) ?? 0;
    const belowBase = all.find((share) => count(share) < share.base);
    const load = (share: CapacityShare) => (count(share) - share.base + 1) / share.weight;
    return belowBase ?? all.reduce((best, share) => (load(share) < load(best) ? share : best));
  }

  private emptiestZone(): number {
    const counts = Array.from({ length: this.world.zones }, () => 0);
    for (const { zone } of this.tasks) counts[zone] = (counts[zone] ?? 0) + 1;
    const zones = counts.map((_, zone) => zone).filter((zone) => !this.world.lostZones.has(zone));
    return zones.reduce(
      (best, zone) => ((counts[zone] ?? 0) < (counts[best] ?? Infinity) ? zone : best),
      zones[0] ?? 0,
    );
  }
}

const ORDER = { waiting: 0, starting: 1, running: 2, healthy: 3, draining: 4, stopped: 5 };

/** The tasks to stop when there are too many: first those not in service yet, then those in the fullest zone. */
export function tasksToEnd(tasks: readonly Task[], count: number): readonly Task[] {
  const inZone = new Map<number, number>();
  for (const { zone } of tasks) inZone.set(zone, (inZone.get(zone) ?? 0) + 1);
  const left = new Set(tasks);
  const chosen: Task[] = [];
  while (chosen.length < count) {
    let next: Task | undefined;
    for (const task of left) {
      const difference = next === undefined ? -1 : ORDER[task.state] - ORDER[next.state];
      const isFuller = (inZone.get(task.zone) ?? 0) > (inZone.get(next?.zone ?? -1) ?? 0);
      if (difference < 0 || (difference === 0 && isFuller)) next = task;
    }
    if (next === undefined) break;
    chosen.push(next);
    left.delete(next);
    inZone.set(next.zone, (inZone.get(next.zone) ?? 0) - 1);
  }
  return chosen;
}
