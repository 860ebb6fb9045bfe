import type { AutoScalingGroup } from "../instances/auto-scaling-group";
import { reservation } from "../instances/managed-scaling";
import { instancesFor } from "../instances/room";
import type { AlarmSettings, MetricSource, TaskSize } from "../system";
import type { EcsService } from "../tasks/ecs-service";
import type { World } from "../world";
import { metricLagSeconds } from "./metric-lag";
import { type Counters, MetricSeries } from "./metric-series";

/** CPU seconds of the group's instances that contribute to its metric. */
export interface GroupCpu {
  used: number;
  possible: number;
}

/** All metrics that the alarms of a run evaluate, each created on first use. */
export class RunMetrics {
  readonly groupCpu: readonly GroupCpu[];
  private readonly world: World;
  private readonly services: readonly EcsService[];
  private readonly groups: readonly AutoScalingGroup[];
  private readonly series = new Map<string, MetricSeries>();

  constructor(world: World, services: readonly EcsService[], groups: readonly AutoScalingGroup[]) {
    this.world = world;
    this.services = services;
    this.groups = groups;
    this.groupCpu = groups.map(() => ({ used: 0, possible: 0 }));
  }

  seriesFor({
    source,
    periodSeconds,
    evaluationPeriods,
  }: Pick<AlarmSettings, "source" | "periodSeconds" | "evaluationPeriods">): MetricSeries {
    const name = `${source.of} ${source.name} ${source.metric} ${periodSeconds}`;
    const known = this.series.get(name);
    if (known) {
      known.keepAtLeast(evaluationPeriods);
      return known;
    }
    const series = new MetricSeries(
      this.world,
      {
        name,
        periodSeconds,
        lagSeconds: metricLagSeconds(source, periodSeconds, this.world.parameters),
        keeps: evaluationPeriods,
        ...(source.metric === "reservation" ? { sampleSeconds: 60 } : {}),
        // The load balancer reports only while there are requests.
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
        isMissingAtZero: source.metric === "requests-per-target",
      },
      this.readerOf(source),
    );
    this.series.set(name, series);
    return series;
  }

  /** Tasks that wait for an instance of a group. */
  waitingFor(group: string): readonly TaskSize[] {
    return this.services
      .filter(({ settings }) =>
        settings.capacity.some((share) => "group" in share && share.group === group),
      )
      .flatMap(({ waiting }) => waiting.map(({ size }) => size));
  }

  private readerOf(source: MetricSource): () => Counters {
    if (source.of === "cluster") return () => this.clusterCpu();
    if (source.of === "group") {
      const index = this.groups.findIndex(({ name }) => name === source.name);
      const group = this.groups[index];
      const cpu = this.groupCpu[index];
      if (group === undefined || cpu === undefined) throw new Error(`no group ${source.name}`);
      if (source.metric === "reservation") return this.reservationReader(group);
      return () => ({ sum: 100 * cpu.used, weight: cpu.possible });
    }
    const service = this.services.find(({ name }) => name === source.name);
    if (service === undefined) throw new Error(`no service ${source.name}`);
    const { traffic } = service.life;
    switch (source.metric) {
      case "memory": {
        const percent = this.world.parameters.taskMemoryPercent;
        return () => ({ sum: percent * traffic.reservedSeconds, weight: traffic.reservedSeconds });
      }
      case "requests-per-target":
        // A minute.
        return () => ({
          sum: 60 * (traffic.offered - traffic.unanswered),
          weight: traffic.targetSeconds,
        });
      default:
        return () => ({ sum: 100 * traffic.cpuSeconds, weight: traffic.reservedSeconds });
    }
  }

  /** The share of all registered CPU that tasks use. */
  private clusterCpu(): Counters {
    const used = this.services.reduce((sum, { life }) => sum + life.traffic.cpuSeconds, 0);
    const registered = this.groupCpu.reduce((sum, { possible }) => sum + possible, 0);
    return { sum: 100 * used, weight: registered };
  }

  private reservationReader(group: AutoScalingGroup): () => Counters {
    let sum = 0;
    let weight = 0;
    return () => {
      let running = 0;
      let empty = 0;
      for (const instance of group.inState("in-service")) {
        running++;
        if (instance.isEmpty) empty++;
      }
      const missing = instancesFor(this.waitingFor(group.name), group.settings.instance);
      sum += reservation(running - empty + missing, running);
      weight++;
      return { sum, weight };
    };
  }
}
