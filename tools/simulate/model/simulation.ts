import { EpisodeTracker } from "./capacity-episodes";
import { RunMetrics } from "./cloudwatch/run-metrics";
import { demandPerRequest } from "./demand";
import { ElasticityMeter } from "./elasticity";
import { EventQueue } from "./event-queue";
import { applyIncidents } from "./incidents";
import { AutoScalingGroup } from "./instances/auto-scaling-group";
import { fitting, runsOn } from "./instances/fitting";
import { instancesFor } from "./instances/room";
import { type InstanceCounts, IntervalSums } from "./interval-sums";
import type { Load } from "./load";
import { QueueMeter } from "./messages/queue-meter";
import { checkOverload } from "./overload";
import { Recorder } from "./recorder";
import type { Failures, RunOptions, SimulationResult } from "./result";
import { connectScaling } from "./scaling/connect-scaling";
import type { SimulatedGroup, SimulatedSystem } from "./system";
import { EcsService } from "./tasks/ecs-service";
import { TokenBucket } from "./tasks/token-bucket";
import { UsageMeter } from "./usage-meter";
import type { World } from "./world";

/** How many Fargate tasks an account can launch at once. */
const FARGATE_BURST = 100;
const STEPS_BETWEEN_PROGRESS = 5000;

/** Runs a system under a load. The same arguments give the same result. */
export function simulate(
  system: SimulatedSystem,
  load: Load,
  options: RunOptions,
): SimulationResult {
  return new Simulation(system, load, options).run();
}

/** Requests advance in steps of one second. All other events happen at their own time between two steps. */
class Simulation {
  private readonly queue = new EventQueue();
  private readonly recorder: Recorder;
  private readonly world: World;
  private readonly groups: readonly AutoScalingGroup[];
  private readonly services: readonly EcsService[];
  private readonly metrics: RunMetrics;
  private readonly usage: UsageMeter;
  private readonly episodes: readonly EpisodeTracker[];
  private readonly taskMeters: readonly ElasticityMeter[];
  private readonly instanceMeters: readonly ElasticityMeter[];
  private readonly queues: readonly (QueueMeter | undefined)[];
  private readonly demands: Float64Array;
  private readonly sums: IntervalSums;
  private readonly system: SimulatedSystem;
  private readonly load: Load;
  private readonly options: RunOptions;

  constructor(system: SimulatedSystem, load: Load, options: RunOptions) {
    this.system = system;
    this.load = load;
    this.options = options;
    this.recorder = new Recorder(load.seconds);
    this.world = {
      queue: this.queue,
      parameters: options.parameters,
      seed: options.seed,
      zones: system.zones,
      lostZones: new Set(),
      tell: (kind, subject, text) => {
        this.recorder.tell({ time: this.queue.now, kind, subject, text });
        if (kind === "alarm" && / is ALARM: .* above /.test(text))
          this.episodes.find(({ service }) => service === subject)?.alarm(this.queue.now);
      },
    };
    this.usage = new UsageMeter(system.groups.length);
    this.groups = system.groups.map((settings, index) => this.createGroup(settings, index));
    this.services = this.createServices();
    this.episodes = this.services.map(({ name }) => new EpisodeTracker(name));
    this.taskMeters = this.services.map(() => new ElasticityMeter());
    this.instanceMeters = this.groups.map(() => new ElasticityMeter());
    this.metrics = new RunMetrics(this.world, this.services, this.groups);
    this.queues = this.services.map((service) => this.meterOf(service));
    this.demands = new Float64Array(this.services.length);
    this.sums = new IntervalSums(this.services.length, this.groups.length);
    this.startSteady();
    connectScaling(
      this.world,
      this.metrics,
      this.services,
      this.groups,
      load,
      options.start,
      system.notifications,
    );
    applyIncidents(this.world, options.incidents ?? [], this.groups, this.services);
  }

  run(): SimulationResult {
    const { queue, recorder, load, options } = this;
    const perRequest = this.services.map(({ settings }) =>
      demandPerRequest(settings, this.system.groups, options.parameters),
    );
    for (let second = 0; second < load.seconds; second++) {
      queue.runUntil(second);
      const rate = load.rateAt(second);
      this.sums.step();
      this.services.forEach((service, index) => {
        this.stepService(service, index, rate, perRequest[index] ?? 0);
      });
      this.groups.forEach((group, index) => {
        this.stepGroup(group, index);
      });
      const end = second + 1;
      if (end % recorder.intervalSeconds === 0 || end === load.seconds) this.closeInterval(end);
      if (second % STEPS_BETWEEN_PROGRESS === 0) options.onProgress?.(second / load.seconds);
    }
    queue.runUntil(load.seconds);
    return this.result();
  }

  private createGroup(settings: SimulatedGroup, index: number): AutoScalingGroup {
    return new AutoScalingGroup(
      this.world,
      settings,
      {
        registered: () => {
          for (const service of this.services) service.plan(0);
        },
        drain: (instance) => {
          for (const service of this.services) service.drain(instance);
        },
        terminated: (instance) => {
          for (const service of this.services) service.lose(instance);
        },
      },
      (instance) => {
        this.usage.addEnded(index, instance);
      },
    );
  }

  private createServices(): readonly EcsService[] {
    const fargateLaunches = new TokenBucket(
      FARGATE_BURST,
      this.options.parameters.fargateLaunchesPerSecond,
    );
    const all: EcsService[] = [];
    const capacity = {
      get waiting() {
        return all.reduce((sum, { life }) => sum + life.counts.waiting, 0);
      },
      instancesOf: (name: string) =>
        this.groups.find((group) => group.name === name)?.instances ?? [],
      fargateLaunches,
      freed: () => {
        for (const service of this.services) service.plan(0);
      },
    };
    for (const settings of this.system.services)
      all.push(new EcsService(this.world, settings, capacity));
    return all;
  }

  /** Starts with the services' initial tasks, all of them healthy, on enough instances. */
  private startSteady(): void {
    for (const group of this.groups) {
      const { managedScaling, managedInstances, instance } = group.settings;
      const tasks = this.services
        .filter(({ settings }) => settings.scheduling === "replica" && runsOn(settings, group))
        .flatMap(({ settings, desired }) => Array.from({ length: desired }, () => settings.task));
      const follows = managedScaling !== undefined || managedInstances !== undefined;
      const needed = follows ? instancesFor(tasks, instance) : 0;
      group.startWith(Math.min(group.max, Math.max(group.desired, needed)));
    }
    const isDaemon = ({ settings }: EcsService) => settings.scheduling === "daemon";
    for (const service of this.services.filter(isDaemon)) service.startHealthy();
    for (const service of this.services.filter((each) => !isDaemon(each))) service.startHealthy();
    for (const service of this.services) checkOverload(this.world, service, this.groups);
  }

  private stepService(service: EcsService, index: number, rate: number, perRequest: number): void {
    const { settings, life } = service;
    const { stations, counts } = life;
    stations.offer(rate * settings.loadShare);
    stations.serveOnFargate(1);
    const demand = Math.max(1, Math.ceil(rate * settings.loadShare * perRequest - 1e-9));
    const isIdle = settings.loadShare === 0;
    this.demands[index] = isIdle ? 0 : demand;
    const desired = settings.scheduling === "daemon" ? counts.healthy : service.desired;
    if (!isIdle) {
      this.taskMeters[index]?.add(demand, counts.healthy);
      this.episodes[index]?.add(this.queue.now, demand, desired, counts);
    }
    this.sums.addService(index, this.demands[index] ?? 0, desired, service.unplaced, counts);
  }

  private stepGroup(group: AutoScalingGroup, index: number): void {
    const counts: InstanceCounts = {
      booting: 0,
      inService: 0,
      draining: 0,
      failed: 0,
      throttled: 0,
    };
    const idleShare = this.options.parameters.idleCpuPercent / 100;
    const cpu = this.metrics.readers.groupCpu[index];
    for (const instance of group.instances) {
      if (instance.state === "booting") {
        counts.booting++;
        continue;
      }
      const used = instance.step(1, idleShare);
      if (instance.state === "in-service") counts.inService++;
      else if (instance.state === "draining") counts.draining++;
      else counts.failed++;
      if (instance.credits?.isThrottled) counts.throttled++;
      if (cpu === undefined || instance.warmAt > this.queue.now) continue;
      cpu.used += used;
      cpu.possible += instance.size.vcpus;
    }
    const demand = this.instancesNeeded(group);
    this.instanceMeters[index]?.add(demand, counts.inService);
    this.sums.addGroup(index, demand, group.desired, counts);
  }

  /** Number of instances for the tasks that the load needs. */
  private instancesNeeded(group: AutoScalingGroup): number {
    let instances = 0;
    this.services.forEach(({ settings }, index) => {
      if (!runsOn(settings, group)) return;
      // A daemon runs one task on each instance.
      const fits = settings.scheduling === "daemon" ? 1 : fitting(settings.task, group);
      instances += (this.demands[index] ?? 0) / Math.max(1, fits);
    });
    return Math.max(1, Math.ceil(instances - 1e-9));
  }

  private closeInterval(time: number): void {
    const { sums, recorder, services, groups } = this;
    const traffics = services.map(({ life }) => life.traffic);
    recorder.intervals.push({
      time,
      ...sums.requests(traffics),
      latency: recorder.latency(traffics.map(({ times }) => times)),
      services: sums.services(traffics).map((each, index) => {
        const queue = this.queues[index]?.close(time);
        return queue ? { ...each, queue } : each;
      }),
      groups: sums.groups(groups, this.metrics.readers.groupCpu),
      usage: this.usage.usageAt(time, groups, services),
    });
    sums.reset();
  }

  private meterOf(service: EcsService): QueueMeter | undefined {
    const { traffic, stations } = service.life;
    const { queue } = stations;
    if (queue === undefined) return undefined;
    const oldest = () => this.metrics.readers.oldestSeconds(service, queue);
    return new QueueMeter(queue, () => traffic.served, oldest);
  }

  private result(): SimulationResult {
    const { services, groups, recorder, load } = this;
    const total = (key: "offered" | "served" | "failed" | keyof Failures) =>
      services.reduce((sum, { life }) => sum + life.traffic[key], 0);
    const stations = [
      ...services.flatMap(({ life }) => life.stations.onFargate),
      ...groups.flatMap(({ instances }) =>
        [...instances].flatMap((each) => [...each.stations.values()]),
      ),
    ];
    return {
      system: this.system,
      load,
      options: this.options,
      offered: total("offered"),
      served: total("served"),
      failed: total("failed"),
      failures: {
        unanswered: total("unanswered"),
        timedOut: total("timedOut"),
        refused: total("refused"),
        lost: total("lost"),
        deadLettered: total("deadLettered"),
        expired: total("expired"),
      },
      inFlight:
        stations.reduce((sum, { inFlight }) => sum + inFlight, 0) +
        services.reduce((sum, { life }) => sum + (life.stations.queue?.idle ?? 0), 0),
      latency: recorder.allTimes.percentiles,
      intervalSeconds: recorder.intervalSeconds,
      intervals: recorder.intervals,
      events: recorder.events,
      eventsLeftOut: recorder.eventsLeftOut,
      usage: this.usage.usageAt(load.seconds, groups, services),
      taskElasticity: this.taskMeters.map(({ result }) => result),
      instanceElasticity: this.instanceMeters.map(({ result }) => result),
      episodes: this.episodes.flatMap(({ episodes }) => episodes),
    };
  }
}
