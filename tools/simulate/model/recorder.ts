import type { QueueInterval } from "./messages/queue-meter";
import type { RequestTimes, Percentiles } from "./requests/request-times";
import { RequestTimes as Times } from "./requests/request-times";
import type { SimulatedEvent } from "./world";

/** What a service did in an interval. Values are means unless stated otherwise. */
export interface ServiceInterval {
  readonly desired: number;
  /** Tasks without an instance, or not running yet. */
  readonly pending: number;
  readonly running: number;
  readonly healthy: number;
  /** Tasks that the load needs at the scaling target. */
  readonly demand: number;
  /** Percent of the CPU that its tasks reserve; NaN without tasks. */
  readonly cpuPercent: number;
  /** Present for a service that works on a queue. */
  readonly queue?: QueueInterval;
}

export interface GroupInterval {
  readonly desired: number;
  readonly booting: number;
  readonly inService: number;
  readonly draining: number;
  readonly demand: number;
  readonly cpuPercent: number;
  /** Mean credit balance of its instances at the end, minus the surplus; NaN without instances. */
  readonly credits: number;
  /** Instances that have fallen back to their baseline, at the end. */
  readonly throttled: number;
}

export interface Interval {
  /** Its end, in seconds since the start. */
  readonly time: number;
  readonly offeredPerSecond: number;
  readonly servedPerSecond: number;
  readonly failedPerSecond: number;
  readonly latency: Percentiles;
  readonly services: readonly ServiceInterval[];
  readonly groups: readonly GroupInterval[];
  readonly usage: Usage;
}

/** Billed usage since the start. */
export interface Usage {
  /** By group. */
  readonly instanceSeconds: readonly { readonly onDemand: number; readonly spot: number }[];
  /** Surplus CPU credits, by group. */
  readonly surplusCredits: readonly number[];
  /** By service. */
  readonly fargateSeconds: readonly { readonly onDemand: number; readonly spot: number }[];
}

/** Number of intervals of a report, whatever the length of the run. */
const INTERVALS = 480;
/** Maximum number of events kept. A run whose policies oscillate produces more. */
const MAX_EVENTS = 5000;

/** Records a run in a number of intervals that does not depend on its length. */
export class Recorder {
  readonly intervals: Interval[] = [];
  readonly events: SimulatedEvent[] = [];
  eventsLeftOut = 0;
  /** Whole seconds. */
  readonly intervalSeconds: number;
  readonly allTimes = new Times();
  private readonly intervalTimes = new Times();

  constructor(seconds: number) {
    this.intervalSeconds = Math.max(1, Math.ceil(seconds / INTERVALS));
  }

  tell(event: SimulatedEvent): void {
    if (this.events.length < MAX_EVENTS) this.events.push(event);
    else this.eventsLeftOut++;
  }

  /** Returns the sums since the last interval, and resets them. */
  latency(times: readonly RequestTimes[]): Percentiles {
    for (const each of times) {
      this.intervalTimes.addAll(each);
      this.allTimes.addAll(each);
      each.clear();
    }
    const { percentiles } = this.intervalTimes;
    this.intervalTimes.clear();
    return percentiles;
  }
}
