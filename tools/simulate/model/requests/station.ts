import type { Parameters } from "../parameters";
import type { HostStation } from "./host-station";
import {
  constantServiceDecay,
  equilibrium,
  utilizationAfter,
  variabilityFactor,
  waitingProbability,
} from "./queue";
import type { ServiceTraffic } from "./service-traffic";

/** Above this utilization a queue counts as a backlog, in which all requests wait about equally long. */
const BACKLOG = 0.98;

/** The tasks of one service on one host, which share its CPU and get the same number of requests each. */
export class Station implements HostStation {
  readonly traffic: ServiceTraffic;
  /** Tasks that get requests. */
  healthy = 0;
  /** Running tasks that fail their health check, or have not passed the first one yet. */
  unhealthy = 0;
  /** Draining tasks: they get no new requests, and finish those they have. */
  draining = 0;
  /** Requests at tasks that are not draining, and at those that are. */
  backlog = 0;
  drainingBacklog = 0;
  /** vCPU that it would use now, and vCPU that the host allocates to it. */
  demand = 0;
  granted = 0;
  /** How long responses have been slower than the health check's timeout. */
  overloadedSeconds = 0;
  /** How long a request takes now. */
  requestSeconds = 0;
  /** Whether its host has stopped responding and the load balancer has not detected it yet. */
  isDead = false;
  /** When its only task became healthy, for slow start. */
  healthySince = -Infinity;
  /** Requests per task, as a multiple of the mean of all targets. */
  arrivalFactor = 1;
  /** Targets that share one queue, because each request goes to the least busy of them. */
  pooled = 1;

  /** Requests beyond those that a queue in equilibrium holds. */
  private excess = 0;
  private readonly parameters: Parameters;
  private readonly factor: number;
  private readonly cpuSeconds: number;
  private readonly ioSeconds: number;
  /** Requests that a task processes at once, the rate of each, and how long each waits for other systems. */
  private servers = 1;
  private rate = 1;
  private delay = 0;

  constructor(traffic: ServiceTraffic, parameters: Parameters) {
    this.traffic = traffic;
    this.parameters = parameters;
    this.factor = variabilityFactor(parameters.serviceTimeVariation);
    this.cpuSeconds = parameters.cpuMsPerRequest / 1000;
    this.ioSeconds = parameters.ioWaitMs / 1000;
  }

  get inFlight(): number {
    return this.backlog + this.drainingBacklog;
  }

  /** Tasks that get requests: the healthy ones, or all if the whole service has no healthy task. */
  get targets(): number {
    return this.traffic.healthy > 0 ? this.healthy : this.unhealthy;
  }

  /** Requests per second that a task completes at most. */
  get capacity(): number {
    return this.servers * this.rate;
  }

  get excessPerTask(): number {
    return this.excess / Math.max(1, this.healthy + this.unhealthy);
  }

  /** Requests per second of each of its tasks. */
  private get arrivals(): number {
    return this.traffic.arrivals * this.arrivalFactor;
  }

  /** Calculates how much CPU it would use. */
  want(seconds: number): void {
    const behind = Math.min(this.excess, this.backlog) + this.drainingBacklog;
    this.demand = (this.arrivals * this.targets + behind / seconds) * this.cpuSeconds;
  }

  /**
   * Serves requests for a step.
   *
   * @param vcpus that one task can use at the moment
   * @returns CPU time used, in seconds
   */
  serve(vcpus: number, seconds: number): number {
    const { traffic, targets } = this;
    if (targets === 0 && this.backlog === 0 && this.drainingBacklog === 0) return 0;
    if (this.isDead) {
      traffic.lost += this.inFlight + this.arrivals * targets * seconds;
      this.backlog = 0;
      this.drainingBacklog = 0;
      return 0;
    }
    this.shape(vcpus);
    const most = this.servers * this.rate * seconds;
    const arrivals = targets > 0 ? this.arrivals : 0;
    const tasks = targets > 0 ? targets : this.healthy + this.unhealthy;
    let served = 0;
    if (tasks > 0) {
      const present = this.backlog / tasks + arrivals * seconds;
      const utilization = utilizationAfter(
        present * this.pooled,
        most * this.pooled,
        this.servers * this.pooled,
        this.factor,
      );
      const done = Math.min(present, most * utilization);
      let left = present - done;
      const room = this.parameters.queueLimitPerTask;
      if (left > room) {
        traffic.refused += (left - room) * tasks;
        left = room;
      }
      this.backlog = left * tasks;
      served = done * tasks;
      if (served > 0) this.record(left, arrivals, tasks, served);
    }
    if (this.drainingBacklog > 0) {
      const finished = Math.min(this.drainingBacklog, this.draining * most);
      this.drainingBacklog -= finished;
      traffic.served += finished;
      traffic.answered(finished, this.requestSeconds, 0);
      served += finished;
    }
    const used = served * this.cpuSeconds;
    traffic.cpuSeconds += used;
    return used;
  }

  /** Stops sending new requests to one task, which keeps its part of the backlog. */
  startDraining(wasHealthy: boolean): void {
    const part = this.leave(wasHealthy);
    this.draining++;
    this.drainingBacklog += part;
  }

  endDraining(): void {
    const part = this.drainingBacklog / this.draining;
    this.draining--;
    this.drainingBacklog = this.draining > 0 ? this.drainingBacklog - part : 0;
    this.traffic.lost += part;
  }

  /** Ends one task, and its requests. */
  lose(wasHealthy: boolean): void {
    this.traffic.lost += this.leave(wasHealthy);
  }

  private leave(wasHealthy: boolean): number {
    const tasks = this.healthy + this.unhealthy;
    const part = this.backlog / tasks;
    if (wasHealthy) this.healthy--;
    else this.unhealthy--;
    this.backlog = tasks > 1 ? this.backlog - part : 0;
    return part;
  }

  private record(left: number, arrivals: number, tasks: number, served: number): void {
    const { servers, delay, pooled } = this;
    const { serviceTimeVariation, ioWaitVariation } = this.parameters;
    const capacity = servers * this.rate;
    const utilization = Math.min(BACKLOG, arrivals / capacity);
    const queued = equilibrium(utilization, servers * pooled, this.factor) / pooled;
    const usual = Math.min(left, queued);
    this.excess = (left - usual) * tasks;
    const service = 1 / this.rate;
    const inQueue = utilization > 0 ? Math.max(service, usual / (utilization * capacity)) : service;
    const variation = Math.min(1, serviceTimeVariation);
    const fixed = service * (1 - variation);
    const varying = delay * ioWaitVariation;
    const constant = (left - usual) / capacity + delay - varying + fixed;
    this.requestSeconds = constant + inQueue - fixed + varying;
    // With exponential service times, the sum of waiting and service time is exponential, too. The more constant they
    // are, the more it matters that only some requests wait.
    if (variation > 0) this.take(served * variation, constant, inQueue - fixed + varying);
    if (variation === 1) return;
    const waiting = waitingProbability(servers * pooled, utilization);
    const alone = service - fixed + varying;
    const regular = served * (1 - variation);
    this.take(regular * (1 - waiting), constant, alone);
    if (waiting <= 0 || utilization <= 0) return;
    const wait = (inQueue - service) / waiting;
    const tail = Math.min(wait, service / servers / pooled / constantServiceDecay(utilization));
    this.take(regular * waiting, constant + wait - tail, alone + tail);
  }

  private take(served: number, constant: number, exponential: number): void {
    const { traffic } = this;
    const late = served * shareBeyond(traffic.timeoutSeconds, constant, exponential);
    traffic.timedOut += late;
    traffic.served += served - late;
    if (served > late) traffic.answered(served - late, constant, exponential);
  }

  /** The scarcer resource decides: CPU, or the number of requests that a task can have in progress. */
  private shape(vcpus: number): void {
    const { workersPerTask, concurrentRequestsPerTask } = this.parameters;
    const usable = Math.min(vcpus, workersPerTask);
    const alone = this.cpuSeconds / Math.min(1, usable);
    const held = alone + this.ioSeconds;
    const isLimitedByCpu = usable / this.cpuSeconds <= concurrentRequestsPerTask / held;
    this.servers = isLimitedByCpu ? Math.max(1, usable) : concurrentRequestsPerTask;
    this.rate = 1 / (isLimitedByCpu ? alone : held);
    this.delay = isLimitedByCpu ? this.ioSeconds : 0;
  }
}

function shareBeyond(limit: number, constant: number, exponential: number): number {
  const beyond = limit - constant;
  if (beyond <= 0) return 1;
  return beyond < 40 * exponential ? Math.exp(-beyond / exponential) : 0;
}
