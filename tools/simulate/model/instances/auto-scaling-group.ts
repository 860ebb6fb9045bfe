import type { Random } from "../random";
import type { SimulatedGroup } from "../system";
import { randomOf, type World } from "../world";
import { Instance } from "./instance";

/** What ECS does when instances start and end. */
export interface GroupListener {
  registered(instance: Instance): void;
  /** Moves the tasks to other instances. Calls `instance.tasks.delete` for each that has ended. */
  drain(instance: Instance): void;
  /** Its tasks are lost. */
  terminated(instance: Instance): void;
}

/** How long managed draining waits for tasks. */
const MAX_DRAINING_SECONDS = 48 * 3600;
const NOTICE_SECONDS = 120;
const INSTANCES_KEPT = 10_000;

/**
 * An EC2 Auto Scaling group. It launches instances into the zone with the fewest, and terminates in the zone with the most.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
 */
export class AutoScalingGroup {
  readonly settings: SimulatedGroup;
  min: number;
  max: number;
  desired: number;
  /** The minimum capacity that a forecast requires. */
  private forecast = 0;
  /** Every instance that is not terminated. */
  readonly instances = new Set<Instance>();
  /** When the last instance came into service or ended, which starts the cooldown of simple scaling. */
  lastActivityAt = -Infinity;
  private readonly world: World;
  private readonly listener: GroupListener;
  private readonly random: Random;
  private readonly onEnd: (instance: Instance) => void;
  private launched = 0;
  private pool: number;

  /** @param onEnd called for each instance that has ended and need not be kept */
  constructor(
    world: World,
    settings: SimulatedGroup,
    listener: GroupListener,
    onEnd: (instance: Instance) => void,
  ) {
    this.world = world;
    this.settings = settings;
    this.listener = listener;
    this.onEnd = onEnd;
    this.random = randomOf(world, `instances of ${settings.name}`);
    this.min = settings.min;
    this.max = settings.max;
    this.desired = Math.max(settings.min, Math.min(settings.max, settings.desired));
    this.pool = settings.warmPoolSize;
  }

  get name(): string {
    return this.settings.name;
  }

  /** Starts the run with instances in service, all of them warm. */
  startWith(count: number): void {
    this.desired = count;
    for (let index = 0; index < count; index++) {
      const instance = this.create();
      instance.state = "in-service";
      instance.warmAt = 0;
    }
  }

  *inState(...states: readonly Instance["state"][]): Generator<Instance> {
    for (const instance of this.instances) if (states.includes(instance.state)) yield instance;
  }

  count(...states: readonly Instance["state"][]): number {
    let count = 0;
    for (const { state } of this.instances) if (states.includes(state)) count++;
    return count;
  }

  /** Instances that are launching, or in service but not yet in the metric. */
  get warming(): number {
    const { now } = this.world.queue;
    let count = 0;
    for (const { state, warmAt } of this.instances)
      if (state === "booting" || (state === "in-service" && warmAt > now)) count++;
    return count;
  }

  setBounds(min: number, max: number, desired: number | undefined, reason: string): void {
    this.min = min;
    this.max = max;
    const wanted = Math.max(min, Math.min(max, desired ?? this.desired));
    if (wanted !== this.desired) this.setDesired(wanted, reason);
  }

  /** A forecast never removes instances. Other policies cannot scale in below it. */
  setForecast(count: number, reason: string): void {
    this.forecast = count;
    if (count > this.desired) this.setDesired(count, reason);
  }

  /** @returns whether the desired count changed, within the bounds */
  setDesired(count: number, reason: string): boolean {
    const within = Math.max(this.min, Math.min(this.max, Math.max(count, this.forecast)));
    if (within === this.desired) return false;
    const before = this.desired;
    this.desired = within;
    this.world.tell("scaling", this.name, `${before} to ${within} instances: ${reason}`);
    this.reconcile();
    return true;
  }

  /** Launches or ends instances until the desired number is reached. */
  reconcile(): void {
    let excess = this.count("booting", "in-service", "failed") - this.desired;
    for (; excess < 0 && this.availableZones().length > 0; excess++) this.launch();
    for (; excess > 0; excess--) {
      const instance = this.toEnd();
      if (instance === undefined) return;
      this.end(instance, MAX_DRAINING_SECONDS);
    }
  }

  /** Terminates an instance that the caller chose, without a replacement. */
  shrinkBy(instance: Instance, reason: string): void {
    this.world.tell(
      "scaling",
      this.name,
      `${this.desired} to ${this.desired - 1} instances: ${reason}`,
    );
    this.desired--;
    this.end(instance, MAX_DRAINING_SECONDS);
  }

  /** Gives two minutes' notice, then ends the instance with everything on it. The group launches a replacement. */
  reclaim(instance: Instance): void {
    this.world.tell("failure", this.name, "a Spot Instance receives its two-minute notice");
    this.end(instance, NOTICE_SECONDS);
    this.reconcile();
  }

  /** The instance no longer responds. EC2 detects this through its status checks. */
  fail(instance: Instance): void {
    if (instance.state === "terminated") return;
    instance.state = "failed";
    for (const station of instance.stations.values()) station.isDead = true;
    this.world.queue.after(this.world.parameters.failureDetectionSeconds, () => {
      this.terminate(instance);
      this.reconcile();
    });
  }

  terminate(instance: Instance): void {
    if (instance.state === "terminated") return;
    instance.state = "terminated";
    instance.terminatedAt = this.world.queue.now;
    this.lastActivityAt = instance.terminatedAt;
    this.listener.terminated(instance);
    this.instances.delete(instance);
    this.onEnd(instance);
  }

  private end(instance: Instance, limitSeconds: number): void {
    const { queue } = this.world;
    if (instance.state !== "in-service" || (!this.settings.managedDraining && limitSeconds > 120)) {
      this.terminate(instance);
      return;
    }
    instance.state = "draining";
    const deadline = queue.now + limitSeconds;
    if (this.settings.managedDraining) this.listener.drain(instance);
    const check = (): void => {
      if (instance.state !== "draining") return;
      if (this.mayEnd(instance, limitSeconds) || queue.now >= deadline) this.terminate(instance);
      else queue.after(Math.min(5, Math.max(deadline - queue.now, 0.1)), check);
    };
    check();
  }

  /** An instance that EC2 reclaims ends at the deadline, not earlier. */
  private mayEnd(instance: Instance, limitSeconds: number): boolean {
    return limitSeconds > NOTICE_SECONDS && instance.tasks.size === 0;
  }

  private launch(): void {
    const { queue, parameters } = this.world;
    const instance = this.create();
    const isFromPool = this.pool > 0;
    const seconds = this.settings.managedInstances
      ? parameters.managedInstanceSeconds
      : isFromPool
        ? parameters.warmPoolStartSeconds
        : parameters.bootSeconds;
    if (isFromPool) {
      this.pool--;
      // Refilling the pool takes as long as a normal launch.
      queue.after(parameters.bootSeconds + parameters.warmPoolStartSeconds, () => this.pool++);
    }
    queue.after(this.random.lognormal(seconds, 1.3), () => {
      if (instance.state !== "booting") return;
      instance.state = "in-service";
      instance.warmAt = queue.now + (this.settings.warmupSeconds ?? 0);
      this.lastActivityAt = queue.now;
      this.world.tell(
        "instance",
        this.name,
        `instance ${instance.id} can run tasks, ${Math.round(queue.now - instance.launchedAt)} s after its launch`,
      );
      this.listener.registered(instance);
    });
  }

  private create(): Instance {
    const id = ++this.launched;
    const isSpot = ((id * 37) % INSTANCES_KEPT) % 100 < this.settings.spotPercent;
    const instance = new Instance(
      id,
      this.settings.instance,
      this.emptiestZone(),
      isSpot,
      this.world.queue.now,
    );
    this.instances.add(instance);
    return instance;
  }

  private availableZones(): readonly number[] {
    return Array.from({ length: this.world.zones }, (_, zone) => zone).filter(
      (zone) => !this.world.lostZones.has(zone),
    );
  }

  private perZone(): number[] {
    const counts = Array.from({ length: this.world.zones }, () => 0);
    for (const { zone, state } of this.instances)
      if (state === "booting" || state === "in-service") counts[zone] = (counts[zone] ?? 0) + 1;
    return counts;
  }

  private emptiestZone(): number {
    const counts = this.perZone();
    const of = (zone: number) => counts[zone] ?? 0;
    return this.availableZones().reduce(
      (best, zone) => (best < 0 || of(zone) < of(best) ? zone : best),
      -1,
    );
  }

  private toEnd(): Instance | undefined {
    const counts = this.perZone();
    const candidates = [...this.inState("booting", "in-service")].filter(
      (instance) => !this.settings.terminationProtection || instance.isEmpty,
    );
    const most = Math.max(...candidates.map(({ zone }) => counts[zone] ?? 0));
    const inFullestZone = candidates.filter(({ zone }) => counts[zone] === most);
    // If all use one launch template: the instance closest to the next full hour of its price. For instances billed by
    // the second, this is effectively random.
    return inFullestZone[Math.floor(this.random.next() * inFullestZone.length)];
  }
}
