import { RequestTimes } from "./request-times";

/** The requests of one service: their outcomes, and the counters behind its metrics. All counts are since the start. */
export class ServiceTraffic {
  /** vCPU that a task reserves, and the most that it gets. */
  readonly reservedVcpus: number;
  readonly vcpuLimit: number;
  /** Seconds after which the load balancer gives up on a request. */
  readonly timeoutSeconds: number;
  /** Tasks that pass their health check, and running tasks that do not pass it (yet). */
  healthy = 0;
  unhealthy = 0;
  /** Tasks whose CPU counts in the service's metric. */
  running = 0;

  offered = 0;
  served = 0;
  /** No target available: 503. */
  unanswered = 0;
  /** No response within the load balancer's timeout: 504. */
  timedOut = 0;
  /** The task had no capacity for more: 502. */
  refused = 0;
  /** Its task ended: 502. */
  lost = 0;
  /** Messages that SQS moved to the dead-letter queue, or deleted after the retention period. */
  deadLettered = 0;
  expired = 0;

  cpuSeconds = 0;
  reservedSeconds = 0;
  targetSeconds = 0;
  /** Requests per second that each target gets now. */
  arrivals = 0;
  /** Times since the last report. */
  readonly times = new RequestTimes();
  private readonly watchers: ((
    requests: number,
    constantSeconds: number,
    exponentialSeconds: number,
  ) => void)[] = [];

  constructor(limits: { reservedVcpus: number; vcpuLimit: number; timeoutSeconds: number }) {
    this.reservedVcpus = limits.reservedVcpus;
    this.vcpuLimit = limits.vcpuLimit;
    this.timeoutSeconds = limits.timeoutSeconds;
  }

  /** Responses of one kind: their number, and the constant and the exponential part of their time. */
  answered(requests: number, constantSeconds: number, exponentialSeconds: number): void {
    this.times.add(requests, constantSeconds, exponentialSeconds);
    for (const watcher of this.watchers) watcher(requests, constantSeconds, exponentialSeconds);
  }

  /** Calls a metric for all responses from now on. */
  watch(watcher: (typeof this.watchers)[number]): void {
    this.watchers.push(watcher);
  }

  get failed(): number {
    return (
      this.unanswered + this.timedOut + this.refused + this.lost + this.deadLettered + this.expired
    );
  }

  /**
   * Spreads requests evenly over the healthy targets. If all targets are unhealthy, the load balancer sends to all of them.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
   */
  offer(rate: number, seconds: number): void {
    const requests = rate * seconds;
    const targets = this.healthy > 0 ? this.healthy : this.unhealthy;
    this.arrivals = targets > 0 ? rate / targets : 0;
    if (targets === 0) this.unanswered += requests;
    this.targetSeconds += targets * seconds;
    this.count(requests, seconds);
  }

  /** Counts requests or messages, and the CPU that the running tasks reserve meanwhile. */
  count(offered: number, seconds: number): void {
    this.offered += offered;
    this.reservedSeconds += this.running * this.reservedVcpus * seconds;
  }
}
