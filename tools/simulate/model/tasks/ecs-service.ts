import type { Instance } from "../instances/instance";
import type { ScaledService } from "../scaling/service-autoscaler";
import type { SimulatedService } from "../system";
import type { World } from "../world";
import type { Task } from "./task";
import { type Release, TaskLife } from "./task-life";
import { type Capacity, TaskPlacer, tasksToEnd } from "./task-placer";
import { TokenBucket } from "./token-bucket";

/** Seconds after which ECS retries a task that it could not place and does not keep waiting. */
const RETRY_SECONDS = 15;
/** The delay between starts of tasks that never reach RUNNING grows to 15 minutes. */
const MAX_RESTART_DELAY_SECONDS = 15 * 60;

/**
 * An ECS service: keeps the desired number of tasks running, replaces those that end, rolls out releases between
 * minimumHealthyPercent and maximumPercent, and rolls back when the circuit breaker trips.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
export class EcsService implements ScaledService {
  readonly settings: SimulatedService;
  readonly life: TaskLife;
  readonly tasks = new Set<Task>();
  desired: number;
  /** Tasks that could not be placed at the last attempt. */
  unplaced = 0;
  /** Failed task starts of the current release. */
  private failures = 0;
  private release: Release = { revision: 1, kind: "good" };
  private restartAt = -Infinity;
  private plannedAt = Infinity;
  private isWarned = false;
  private readonly world: World;
  private readonly placer: TaskPlacer;
  private readonly launches: TokenBucket;

  constructor(world: World, settings: SimulatedService, capacity: Capacity) {
    this.world = world;
    this.settings = settings;
    this.desired = settings.desiredCount;
    this.placer = new TaskPlacer(world, settings, capacity, this.tasks);
    const perMinute = world.parameters.serviceLaunchesPerMinute;
    this.launches = new TokenBucket(perMinute / 6, perMinute / 60);
    this.life = new TaskLife(world, settings, {
      healthy: () => {
        this.plan(0);
      },
      stopped: (task) => {
        this.tasks.delete(task);
        capacity.freed();
      },
      failed: (task, ran) => {
        this.count(task, ran);
      },
    });
  }

  get name(): string {
    return this.settings.name;
  }

  get running(): number {
    return this.life.traffic.running;
  }

  get isDeploying(): boolean {
    if (this.release.revision === 1) return false;
    let current = 0;
    for (const { revision, state, isCondemned, mustLeave } of this.tasks) {
      if (state === "draining" || isCondemned || mustLeave) continue;
      if (revision !== this.release.revision) return true;
      if (state === "healthy") current++;
    }
    return current < this.desired;
  }

  get waiting(): readonly Task[] {
    return [...this.tasks].filter(({ state }) => state === "waiting");
  }

  setDesired(count: number, reason: string): void {
    this.world.tell("scaling", this.name, `${this.desired} to ${count} tasks: ${reason}`);
    this.desired = count;
    this.plan(this.world.parameters.schedulerSeconds);
  }

  /** Rolls out another release. */
  deploy(kind: Release["kind"]): void {
    this.release = { revision: this.release.revision + 1, kind };
    this.failures = 0;
    this.restartAt = -Infinity;
    this.world.tell("task", this.name, `the rollout of release ${this.release.revision} starts`);
    this.plan(this.world.parameters.schedulerSeconds);
  }

  /** Places the initial tasks, all of them healthy. */
  startHealthy(): void {
    const wanted = this.settings.scheduling === "daemon" ? Infinity : this.desired;
    while (this.tasks.size < wanted) {
      const task = this.place();
      if (task === undefined || (task.instance === undefined && !task.isFargate)) break;
      this.life.startHealthy(task);
    }
    this.plan(0);
  }

  /**
   * Moves the tasks of an instance to others. Tasks in service stop when minimumHealthyPercent allows it: at 100, when their
   * replacements are healthy.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html
   */
  drain(instance: Instance): void {
    for (const task of [...instance.tasks]) {
      if (!this.tasks.has(task)) continue;
      task.mustLeave = true;
      if (task.state !== "healthy") this.life.stop(task);
    }
    this.plan(0);
  }

  lose(instance: Instance): void {
    for (const task of [...instance.tasks]) if (this.tasks.has(task)) this.life.lose(task);
  }

  /** Marks the tasks of overloaded stations as unhealthy. */
  condemn(stations: ReadonlySet<unknown>): void {
    for (const task of this.tasks)
      if (task.state === "healthy" && stations.has(task.station)) this.life.condemn(task);
    this.plan(0);
  }

  /** Starts missing tasks and stops surplus tasks after a delay. Several requests are combined into one round. */
  plan(seconds: number): void {
    const { queue } = this.world;
    const at = queue.now + seconds;
    if (this.plannedAt <= at) return;
    this.plannedAt = at;
    queue.at(at, () => {
      if (this.plannedAt !== at) return;
      this.plannedAt = Infinity;
      this.reconcile();
    });
  }

  private reconcile(): void {
    this.placeWaiting();
    const current: Task[] = [];
    const replaced: Task[] = [];
    for (const task of this.tasks) {
      if (task.state === "draining") continue;
      const isCurrent = task.revision === this.release.revision;
      (isCurrent && !task.isCondemned && !task.mustLeave ? current : replaced).push(task);
    }
    const { minimumHealthyPercent, maximumPercent } = this.settings.deployment;
    const desired = this.settings.scheduling === "daemon" ? this.placer.hosts : this.desired;
    this.stopReplaced(
      current,
      replaced,
      Math.ceil((desired * minimumHealthyPercent) / 100),
      desired,
    );
    for (const task of tasksToEnd(current, current.length - desired)) this.life.stop(task);
    const most = replaced.length > 0 ? Math.floor((desired * maximumPercent) / 100) : desired;
    const total = current.length + replaced.filter(({ state }) => state !== "draining").length;
    this.startMissing(Math.min(desired - current.length, Math.max(most - total, 0)));
  }

  /** Stops tasks marked for replacement that the service no longer needs. */
  private stopReplaced(
    current: readonly Task[],
    replaced: readonly Task[],
    leastHealthy: number,
    desired: number,
  ): void {
    if (replaced.length === 0) return;
    const isHealthy = ({ state }: Task) => state === "healthy";
    const healthy = current.filter(isHealthy);
    let spare = healthy.length + replaced.filter(isHealthy).length - leastHealthy;
    for (const task of replaced) {
      if (isHealthy(task)) {
        if (spare <= 0) continue;
        spare--;
      } else if (task.isCondemned && healthy.length < desired && this.mayReplaceFirst(desired))
        continue;
      this.life.stop(task);
    }
  }

  /** Whether maximumPercent allows a replacement before an unhealthy task is stopped. */
  private mayReplaceFirst(desired: number): boolean {
    const { waiting, starting, running, healthy } = this.life.counts;
    const most = Math.floor((desired * this.settings.deployment.maximumPercent) / 100);
    return waiting + starting + running + healthy <= most && most > desired;
  }

  private startMissing(missing: number): void {
    const { queue } = this.world;
    let left = missing;
    for (; left > 0; left--) {
      if (queue.now < this.restartAt) {
        this.plan(this.restartAt - queue.now);
        break;
      }
      const delay = this.launches.take(queue.now);
      if (delay > 0) {
        this.plan(delay);
        break;
      }
      const task = this.place();
      if (task === undefined) {
        this.plan(RETRY_SECONDS);
        break;
      }
      if (task.state === "waiting" && (task.instance !== undefined || task.isFargate))
        this.life.start(task, this.release);
    }
    this.unplaced = Math.max(0, left) + this.life.counts.waiting;
    if (this.unplaced === 0) this.isWarned = false;
    else if (!this.isWarned && this.settings.scheduling === "replica") {
      this.isWarned = true;
      this.world.tell(
        "warning",
        this.name,
        `no capacity for ${this.unplaced} of ${this.desired} tasks`,
      );
    }
  }

  private placeWaiting(): void {
    if (this.life.counts.waiting === 0) return;
    for (const task of this.waiting) {
      if (!this.placer.placeWaiting(task)) return;
      this.life.start(task, this.release);
    }
  }

  private place(): Task | undefined {
    const task = this.placer.place(this.release.revision);
    if (task === undefined) return undefined;
    this.life.counts.waiting++;
    this.tasks.add(task);
    return task;
  }

  private count(task: Task, ran: boolean): void {
    if (task.revision !== this.release.revision) return;
    this.failures++;
    if (!ran) {
      const delay = Math.min(MAX_RESTART_DELAY_SECONDS, 10 * 2 ** Math.floor(this.failures / 3));
      this.restartAt = this.world.queue.now + delay;
    }
    const { circuitBreaker } = this.settings.deployment;
    const threshold = Math.min(200, Math.max(3, Math.ceil(this.desired / 2)));
    if (!circuitBreaker || this.failures < threshold || this.release.kind === "good") return;
    this.world.tell(
      "task",
      this.name,
      `the circuit breaker rolls back release ${task.revision} after ${this.failures} failed tasks`,
    );
    this.deploy("good");
  }
}
