import { RequestTimes } from "../requests/request-times";
import type { ServiceTraffic } from "../requests/service-traffic";
import { randomOf, type World } from "../world";
import type { Datapoint, Series, SeriesSettings } from "./metric-series";

/**
 * TargetResponseTime of a load balancer, in seconds: the mean of each period, and its percentiles. A period without a response
 * has no data point.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export class ResponseTimes implements Series {
  private readonly world: World;
  private readonly settings: SeriesSettings;
  private readonly points: Datapoint[] = [];
  private keeps: number;
  private times = new RequestTimes();

  constructor(world: World, settings: SeriesSettings, traffic: ServiceTraffic) {
    this.world = world;
    this.settings = settings;
    this.keeps = settings.keeps;
    const { name, periodSeconds } = settings;
    const phase = randomOf(world, `phase of ${name}`).between(0, Math.min(60, periodSeconds));
    traffic.watch((requests, constantSeconds, exponentialSeconds) => {
      this.times.add(requests, constantSeconds, exponentialSeconds);
    });
    world.queue.every(phase + periodSeconds, periodSeconds, () => {
      this.add();
    });
  }

  keepAtLeast(count: number): void {
    this.keeps = Math.max(this.keeps, count);
  }

  latest(count: number): readonly Datapoint[] {
    const { now } = this.world.queue;
    const visible = this.points.filter(({ end }) => end + this.settings.lagSeconds <= now);
    return visible.slice(Math.max(0, visible.length - count));
  }

  private add(): void {
    const { times } = this;
    const answered = times.requests > 0;
    this.points.push({
      end: this.world.queue.now,
      average: answered ? times.meanSeconds : undefined,
      minimum: undefined,
      maximum: undefined,
      ...(answered ? { percentile: (percent) => times.percentile(percent) } : {}),
    });
    // The data point keeps the times of its period.
    this.times = new RequestTimes();
    const { lagSeconds, periodSeconds } = this.settings;
    if (this.points.length > this.keeps + Math.ceil(lagSeconds / periodSeconds) + 1)
      this.points.shift();
  }
}
