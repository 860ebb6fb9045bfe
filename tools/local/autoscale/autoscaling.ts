import { metricLagSeconds } from "../../simulate/model/cloudwatch/metric-lag";
import { type Counters, MetricSeries } from "../../simulate/model/cloudwatch/metric-series";
import { EventQueue } from "../../simulate/model/event-queue";
import { withDefaults } from "../../simulate/model/parameters";
import {
  type ScaledService,
  scaleService,
  type ServiceAutoscaler,
} from "../../simulate/model/scaling/service-autoscaler";
import type { AlarmSettings, ServiceScaling } from "../../simulate/model/system";
import type { EventKind, World } from "../../simulate/model/world";
import type { IdleWatch } from "./idle-watch";
import type { MeasuredTask, ServiceUsage } from "./service-usage";

/** A service to scale, and what its decisions are based on. */
export interface AutoscaledService {
  readonly scaling: ServiceScaling;
  readonly service: ScaledService;
  readonly usage: ServiceUsage;
  readonly tasks: () => readonly MeasuredTask[];
}

/** A decision of an alarm or a policy. */
export interface Decision {
  readonly time: Date;
  readonly kind: EventKind;
  readonly service: string;
  readonly text: string;
}

export interface AutoscalingOptions {
  readonly services: readonly AutoscaledService[];
  /** How many times faster than real time the clock of metrics, alarms and cooldowns runs. */
  readonly speed: number;
  readonly readCpu: () => ReadonlyMap<number, number>;
  /** Stops and starts all services. @default none: they run */
  readonly idle?: IdleWatch;
  /** @default performance.now */
  readonly milliseconds?: () => number;
  readonly onDecision: (decision: Decision) => void;
}

const LOOK_EVERY_MS = 200;
const SEED = 1;

/**
 * CloudWatch and Application Auto Scaling for services that run as processes. The code of `npm run simulate` decides, on a
 * clock that runs `speed` times as fast as the real one, from the CPU time and the requests of the tasks.
 */
export class Autoscaling {
  private readonly options: AutoscalingOptions;
  private readonly world: World;
  private readonly autoscalers: readonly {
    readonly scaling: ServiceScaling;
    readonly autoscaler: ServiceAutoscaler;
  }[];
  private readonly milliseconds: () => number;
  private readonly startedAt: number;
  private lookedAt: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: AutoscalingOptions) {
    this.options = options;
    this.milliseconds = options.milliseconds ?? (() => performance.now());
    this.startedAt = this.milliseconds();
    this.lookedAt = this.startedAt;
    this.world = {
      queue: new EventQueue(),
      parameters: withDefaults(),
      seed: SEED,
      zones: 1,
      lostZones: new Set(),
      tell: (kind, service, text) => {
        options.onDecision({ time: new Date(), kind, service, text });
      },
    };
    this.autoscalers = options.services.map(({ service, scaling, usage }) => ({
      scaling,
      autoscaler: scaleService(
        this.world,
        service,
        scaling,
        (alarm) => this.seriesFor(alarm, usage),
        new Date(),
      ),
    }));
  }

  start(): void {
    this.timer = setInterval(() => {
      this.look();
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Measures, and then runs everything that is due. */
  look(): void {
    const now = this.milliseconds();
    const seconds = (now - this.lookedAt) / 1000;
    this.lookedAt = now;
    const cpu = this.options.readCpu();
    for (const { usage, tasks } of this.options.services) {
      usage.add(tasks(), seconds, cpu);
      usage.note(now / 1000);
    }
    const clock = ((now - this.startedAt) / 1000) * this.options.speed;
    this.world.queue.runUntil(clock);
    const change = this.options.idle?.look(clock);
    for (const { autoscaler, scaling } of change === undefined ? [] : this.autoscalers) {
      if (change === "stop") autoscaler.setBounds(0, 0, "nobody has called: idle");
      else autoscaler.setBounds(scaling.min, scaling.max, "somebody calls: no longer idle");
    }
  }

  private seriesFor({ source, ...alarm }: AlarmSettings, usage: ServiceUsage): MetricSeries {
    // scaled-services.ts leaves out the policies that look at anything else.
    if (source.of !== "service") throw new Error(`${source.name}: a local run has no metric math`);
    const { name, metric } = source;
    const { periodSeconds, evaluationPeriods } = alarm;
    return new MetricSeries(
      this.world,
      {
        name: `service ${name} ${metric} ${periodSeconds}`,
        periodSeconds,
        lagSeconds: metricLagSeconds(source, periodSeconds, this.world.parameters),
        keeps: evaluationPeriods,
        isMissingAtZero: metric === "requests-per-target",
      },
      metric === "cpu"
        ? (): Counters => ({ sum: 100 * usage.cpuSeconds, weight: usage.reservedSeconds })
        : (): Counters => ({ sum: 60 * usage.requests, weight: usage.targetSeconds }),
    );
  }
}
