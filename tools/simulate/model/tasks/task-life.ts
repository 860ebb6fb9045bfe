import type { Random } from "../random";
import { ServiceTraffic } from "../requests/service-traffic";
import type { SimulatedService } from "../system";
import { randomOf, type World } from "../world";
import { ServiceStations } from "./service-stations";
import type { Task, TaskState } from "./task";

/** How a release behaves. */
export interface Release {
  readonly revision: number;
  /** Works, never passes its health check, or stops before it reaches RUNNING. */
  readonly kind: "good" | "unhealthy" | "crashing";
}

/** Events that the scheduler receives. */
export interface LifeListener {
  healthy(task: Task): void;
  stopped(task: Task): void;
  /** Its start or its first health checks failed. */
  failed(task: Task, ran: boolean): void;
}

/**
 * The life of a service's tasks from their start to their end.
 *
 * A new target is in service after one successful check, regardless of the healthy threshold. Checks run at their interval
 * from registration on, and the first comes at a random time within it.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html
 */
export class TaskLife {
  readonly traffic: ServiceTraffic;
  readonly stations: ServiceStations;
  readonly counts: Record<TaskState, number> = {
    waiting: 0,
    starting: 0,
    running: 0,
    healthy: 0,
    draining: 0,
    stopped: 0,
  };
  /** Billed vCPU-seconds and GB-seconds on Fargate, by price. */
  readonly fargateSeconds = { onDemand: 0, spot: 0 };
  private readonly world: World;
  private readonly service: SimulatedService;
  private readonly listener: LifeListener;
  private readonly random: Random;

  constructor(world: World, service: SimulatedService, listener: LifeListener) {
    this.world = world;
    this.service = service;
    this.listener = listener;
    this.random = randomOf(world, `tasks of ${service.name}`);
    const vcpus = service.task.cpuUnits / 1024;
    this.traffic = new ServiceTraffic({
      reservedVcpus: vcpus,
      vcpuLimit: service.task.cpuIsLimit ? vcpus : Infinity,
      timeoutSeconds: service.targets?.requestTimeoutSeconds ?? 60,
    });
    this.stations = new ServiceStations(world, service, this.traffic);
  }

  /** Takes a placed task to RUNNING and then to healthy. */
  start(task: Task, release: Release): void {
    const { queue } = this.world;
    this.change(task, "starting");
    task.startedAt = queue.now;
    queue.at(this.runsAt(task, release), () => {
      if (task.state !== "starting") return;
      if (release.kind === "crashing") {
        this.end(task);
        this.listener.failed(task, false);
        return;
      }
      this.run(task, release);
    });
  }

  /** A task that is already healthy at the start of a run. */
  startHealthy(task: Task): void {
    this.change(task, "running");
    task.startedAt = this.world.queue.now;
    this.stations.enter(task);
    this.passCheck(task);
    task.instance?.imageReadyAt.set(this.imageOf(task.revision), 0);
  }

  /** Takes a task out of service: deregistration, SIGTERM, stop. */
  stop(task: Task): void {
    const { queue } = this.world;
    if (task.state === "draining" || task.state === "stopped") return;
    const hasTarget = task.state === "healthy" || task.state === "running";
    if (!hasTarget) {
      this.end(task);
      return;
    }
    task.station?.startDraining(task.state === "healthy");
    this.change(task, "draining");
    const deregistration = this.service.targets?.deregistrationSeconds ?? 0;
    queue.after(deregistration + this.stoppingSeconds, () => {
      if (task.state !== "draining") return;
      this.end(task);
    });
  }

  /**
   * Seconds from SIGTERM to the end. A task that works on messages finishes them first; protection gives it more time.
   */
  private get stoppingSeconds(): number {
    const { consumes, task } = this.service;
    const { appStopSeconds, messageSeconds } = this.world.parameters;
    if (consumes?.isProtected === true) return messageSeconds + appStopSeconds;
    const work = consumes === undefined ? 0 : messageSeconds;
    return Math.min(task.stopTimeoutSeconds, Math.max(work, appStopSeconds));
  }

  /** Its host failed, and its requests are lost. */
  lose(task: Task): void {
    if (task.state !== "stopped") this.end(task);
  }

  /** The task has failed its health check for too long. */
  condemn(task: Task): void {
    task.isCondemned = true;
    if (task.state !== "healthy" || task.station === undefined) return;
    task.station.healthy--;
    task.station.unhealthy++;
    this.change(task, "running");
  }

  /** Adds the billed usage of a Fargate task. At the end of a run, this is also done for running tasks. */
  settleFargate(task: Task): void {
    if (!task.isFargate || task.state === "waiting") return;
    // The minimum charge is one minute. https://aws.amazon.com/fargate/pricing/
    const seconds = Math.max(60, this.world.queue.now - task.startedAt);
    this.fargateSeconds[task.isSpot ? "spot" : "onDemand"] += seconds;
  }

  private runsAt(task: Task, { revision }: Release): number {
    const { parameters, queue } = this.world;
    const pull = parameters.imageMegabytes / parameters.pullMegabytesPerSecond;
    const { instance } = task;
    if (instance === undefined)
      return queue.now + this.random.lognormal(parameters.fargateStartSeconds + pull, 1.1);
    const image = this.imageOf(revision);
    const cachedAt = instance.imageReadyAt.get(image);
    const readyAt = cachedAt ?? queue.now + pull;
    if (cachedAt === undefined) instance.imageReadyAt.set(image, readyAt);
    const attached =
      queue.now + (task.size.ownNetworkInterface ? parameters.networkInterfaceSeconds : 0);
    return Math.max(readyAt, attached) + parameters.containerStartSeconds;
  }

  private imageOf(revision: number): string {
    return `${this.service.name} ${revision}`;
  }

  private run(task: Task, release: Release): void {
    const { queue, parameters } = this.world;
    this.change(task, "running");
    this.stations.enter(task);
    const { targets, healthCheckGraceSeconds } = this.service;
    if (release.kind === "unhealthy") {
      const checks = targets ? targets.checkIntervalSeconds * targets.unhealthyThreshold : 60;
      queue.after(healthCheckGraceSeconds + checks, () => {
        if (task.state !== "running") return;
        this.stop(task);
        this.listener.failed(task, true);
      });
      return;
    }
    const readyAt = queue.now + parameters.appStartSeconds;
    let healthyAt = readyAt;
    if (targets) {
      const interval = targets.checkIntervalSeconds;
      const first = queue.now + parameters.registrationSeconds + this.random.between(0, interval);
      const missed = Math.ceil(Math.max(0, readyAt - first) / interval);
      healthyAt = first + missed * interval;
    }
    queue.at(healthyAt, () => {
      if (task.state === "running" && !task.isCondemned) {
        this.passCheck(task);
        this.listener.healthy(task);
      }
    });
  }

  private passCheck(task: Task): void {
    this.stations.passCheck(task);
    this.change(task, "healthy");
  }

  private end(task: Task): void {
    const { state, station } = task;
    if (state === "draining") station?.endDraining();
    else if (state === "healthy" || state === "running") station?.lose(state === "healthy");
    this.stations.leave(task);
    this.settleFargate(task);
    this.change(task, "stopped");
    task.instance?.remove(task);
    this.listener.stopped(task);
  }

  private change(task: Task, state: TaskState): void {
    const { counts, traffic } = this;
    counts[task.state]--;
    counts[state]++;
    task.state = state;
    traffic.healthy = counts.healthy;
    traffic.unhealthy = counts.running;
    traffic.running = counts.healthy + counts.running;
  }
}
