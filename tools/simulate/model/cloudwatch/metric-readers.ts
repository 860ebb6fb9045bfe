import type { AutoScalingGroup } from "../instances/auto-scaling-group";
import { reservation } from "../instances/managed-scaling";
import { instancesFor } from "../instances/room";
import type { MessageQueue } from "../messages/message-queue";
import { stationsOf } from "../overload";
import type { ServiceTraffic } from "../requests/service-traffic";
import type { MetricSource, TaskSize } from "../system";
import type { EcsService } from "../tasks/ecs-service";
import type { World } from "../world";
import type { Counters } from "./metric-series";

type Reader = () => Counters;

/** CPU seconds of the group's instances that contribute to its metric. */
export interface GroupCpu {
  used: number;
  possible: number;
}

/** How the metrics of a run are measured. */
export class MetricReaders {
  readonly groupCpu: readonly GroupCpu[];
  private readonly world: World;
  private readonly services: readonly EcsService[];
  private readonly groups: readonly AutoScalingGroup[];
  private readonly waitingFor: (group: string) => readonly TaskSize[];

  constructor(
    world: World,
    services: readonly EcsService[],
    groups: readonly AutoScalingGroup[],
    waitingFor: (group: string) => readonly TaskSize[],
  ) {
    this.world = world;
    this.services = services;
    this.groups = groups;
    this.waitingFor = waitingFor;
    this.groupCpu = groups.map(() => ({ used: 0, possible: 0 }));
  }

  readerOf({ of, name, metric }: MetricSource, periodSeconds: number): Reader {
    switch (of) {
      case "cluster":
        return () => this.clusterCpu();
      case "group":
        return this.groupReader(name, metric);
      case "queue":
        return this.queueReader(name, metric, periodSeconds);
      case "service":
        return this.serviceReader(name, metric, periodSeconds);
    }
  }

  trafficOf(name: string): ServiceTraffic {
    return this.serviceNamed(name).life.traffic;
  }

  private serviceNamed(name: string): EcsService {
    const service = this.services.find((each) => each.name === name);
    if (service === undefined) throw new Error(`no service ${name}`);
    return service;
  }

  private groupReader(name: string, metric: MetricSource["metric"]): Reader {
    const index = this.groups.findIndex((group) => group.name === name);
    const group = this.groups[index];
    const cpu = this.groupCpu[index];
    if (group === undefined || cpu === undefined) throw new Error(`no group ${name}`);
    if (metric === "reservation") return this.reservationReader(group);
    return () => ({ sum: 100 * cpu.used, weight: cpu.possible });
  }

  private serviceReader(name: string, metric: MetricSource["metric"], period: number): Reader {
    const service = this.serviceNamed(name);
    const { traffic } = service.life;
    switch (metric) {
      case "memory": {
        const percent = this.world.parameters.taskMemoryPercent;
        return () => ({ sum: percent * traffic.reservedSeconds, weight: traffic.reservedSeconds });
      }
      case "requests-per-target":
        // One minute.
        return () => ({
          sum: 60 * (traffic.offered - traffic.unanswered),
          weight: traffic.targetSeconds,
        });
      case "requests":
        return this.countPerPeriod(() => traffic.offered - traffic.unanswered, period);
      case "running-tasks":
        return sampled(() => service.running);
      case "desired-tasks":
        return sampled(() => service.desired);
      default:
        return () => ({ sum: 100 * traffic.cpuSeconds, weight: traffic.reservedSeconds });
    }
  }

  /** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
  private queueReader(name: string, metric: MetricSource["metric"], period: number): Reader {
    const service = this.services.find(({ settings }) =>
      [settings.consumes?.queue.name, settings.consumes?.queue.deadLetterQueue].includes(name),
    );
    const queue = service?.life.stations.queue;
    if (service === undefined || queue === undefined) throw new Error(`no queue ${name}`);
    // The model does not let dead letters expire, and nobody receives them.
    if (queue.settings.deadLetterQueue === name) return sampled(() => queue.outcome.deadLettered);
    switch (metric) {
      case "messages-in-flight":
        return sampled(() => queue.working + queue.hidden);
      case "oldest-message-seconds":
        return sampled(() => this.oldestSeconds(service, queue));
      case "messages-sent":
        return this.countPerPeriod(() => queue.sent, period);
      case "messages-deleted":
        return this.countPerPeriod(() => service.life.traffic.served, period);
      default:
        return sampled(() => queue.visible);
    }
  }

  /** Age of the oldest message of a service's queue. */
  oldestSeconds(service: EcsService, queue: MessageQueue): number {
    let oldest = Infinity;
    for (const { oldestSentAt = Infinity } of stationsOf(service, this.groups))
      oldest = Math.min(oldest, oldestSentAt);
    return queue.oldestSeconds(this.world.queue.now, oldest);
  }

  /** The metric's sum is the increase in a period. */
  private countPerPeriod(count: () => number, periodSeconds: number): Reader {
    return () => ({ sum: count(), weight: this.world.queue.now / periodSeconds });
  }

  /** The share of all registered CPU that tasks use. */
  private clusterCpu(): Counters {
    const used = this.services.reduce((sum, { life }) => sum + life.traffic.cpuSeconds, 0);
    const registered = this.groupCpu.reduce((sum, { possible }) => sum + possible, 0);
    return { sum: 100 * used, weight: registered };
  }

  private reservationReader(group: AutoScalingGroup): Reader {
    return sampled(() => {
      let running = 0;
      let empty = 0;
      for (const instance of group.inState("in-service")) {
        running++;
        if (instance.isEmpty) empty++;
      }
      const missing = instancesFor(this.waitingFor(group.name), group.settings.instance);
      return reservation(running - empty + missing, running);
    });
  }
}

/** A value that AWS reads once per sample. */
function sampled(read: () => number): Reader {
  let sum = 0;
  let weight = 0;
  return () => {
    sum += read();
    weight++;
    return { sum, weight };
  };
}
