import type { ServiceTraffic } from "./service-traffic";

/** The tasks of one service on one host, which share its CPU. They answer requests, or work on messages. */
export interface HostStation {
  readonly traffic: ServiceTraffic;
  /** Tasks that get work. */
  healthy: number;
  /** Running tasks that fail their health check, or have not passed the first one yet. */
  unhealthy: number;
  /** Draining tasks: they get no new work, and finish what they have. */
  readonly draining: number;
  /** Tasks that get work: the healthy ones, or if there are none, those to which the load balancer sends anyway. */
  readonly targets: number;
  /** vCPU that it would use now, and vCPU that the host allocates to it. */
  readonly demand: number;
  granted: number;
  /** How long responses have been slower than the health check's timeout. */
  overloadedSeconds: number;
  /** How long a request takes now. */
  readonly requestSeconds: number;
  /** Whether its host has stopped responding and nothing has detected it yet. */
  isDead: boolean;
  readonly inFlight: number;
  /** When the oldest message that its tasks work on was sent. Absent for requests. */
  readonly oldestSentAt?: number;

  /** Calculates how much CPU it would use. */
  want(seconds: number): void;
  /**
   * Works for a step.
   *
   * @param vcpus that one task can use at the moment
   * @returns CPU time used, in seconds
   */
  serve(vcpus: number, seconds: number): number;
  /** Stops sending new work to one task. */
  startDraining(wasHealthy: boolean): void;
  endDraining(): void;
  /** Ends one task, and the work in progress on it. */
  lose(wasHealthy: boolean): void;
}
