import type { AutoScalingGroup } from "../instances/auto-scaling-group";
import type { AlarmSettings, MetricMath, MetricSource, TaskSize } from "../system";
import type { EcsService } from "../tasks/ecs-service";
import type { World } from "../world";
import { MathSeries } from "./math-series";
import { metricLagSeconds } from "./metric-lag";
import { parseMetricMath } from "./metric-math";
import { MetricReaders } from "./metric-readers";
import { MetricSeries, type Series } from "./metric-series";
import { ResponseTimes } from "./response-times";

/** AWS reads these once a minute. */
const ONCE_PER_MINUTE: readonly MetricSource["metric"][] = [
  "reservation",
  "running-tasks",
  "desired-tasks",
];

type SeriesOf = Pick<AlarmSettings, "source" | "periodSeconds" | "evaluationPeriods">;

/** All metrics that the alarms of a run evaluate, each created on first use. */
export class RunMetrics {
  readonly readers: MetricReaders;
  private readonly world: World;
  private readonly services: readonly EcsService[];
  private readonly series = new Map<string, Series>();

  constructor(world: World, services: readonly EcsService[], groups: readonly AutoScalingGroup[]) {
    this.world = world;
    this.services = services;
    this.readers = new MetricReaders(world, services, groups, (group) => this.waitingFor(group));
  }

  seriesFor({ source, periodSeconds, evaluationPeriods }: SeriesOf): Series {
    const what = source.of === "math" ? source.expression : source.metric;
    const name = `${source.of} ${source.name} ${what} ${periodSeconds}`;
    const known = this.series.get(name);
    if (known) {
      known.keepAtLeast(evaluationPeriods);
      return known;
    }
    const series =
      source.of === "math"
        ? this.mathSeries(source, periodSeconds)
        : this.metricSeries(name, source, periodSeconds);
    series.keepAtLeast(evaluationPeriods);
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

  private metricSeries(name: string, source: MetricSource, periodSeconds: number): Series {
    const { metric } = source;
    if (metric === "response-seconds") {
      const lagSeconds = metricLagSeconds(source, periodSeconds, this.world.parameters);
      const traffic = this.readers.trafficOf(source.name);
      return new ResponseTimes(this.world, { name, periodSeconds, lagSeconds, keeps: 1 }, traffic);
    }
    const isOncePerMinute = source.of === "queue" || ONCE_PER_MINUTE.includes(metric);
    return new MetricSeries(
      this.world,
      {
        name,
        periodSeconds,
        lagSeconds: metricLagSeconds(source, periodSeconds, this.world.parameters),
        keeps: 1,
        ...(isOncePerMinute ? { sampleSeconds: 60 } : {}),
        // The load balancer reports only while there are requests.
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
        isMissingAtZero: metric === "requests-per-target" || metric === "requests",
      },
      this.readers.readerOf(source, periodSeconds),
    );
  }

  private mathSeries({ expression, inputs }: MetricMath, periodSeconds: number): Series {
    const entries = Object.entries(inputs).map(([id, { source, statistic }]) => {
      const series = this.seriesFor({ source, periodSeconds, evaluationPeriods: 1 });
      return [id, { series, statistic }] as const;
    });
    return new MathSeries(parseMetricMath(expression), Object.fromEntries(entries), periodSeconds);
  }
}
