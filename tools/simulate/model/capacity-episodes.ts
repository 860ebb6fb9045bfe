import type { TaskState } from "./tasks/task";

/** A period in which a service had too few healthy tasks for its load, with the time of each stage of the recovery. */
export interface Episode {
  readonly service: string;
  /** Seconds since the start of the run, like all times here. */
  readonly start: number;
  /** The most tasks needed during the episode. */
  demand: number;
  /**
   * When an alarm that scales out went to ALARM, and when enough tasks were desired, were placed on an instance, ran
   * and were healthy.
   */
  alarmAt?: number;
  decidedAt?: number;
  placedAt?: number;
  runningAt?: number;
  /** Absent if the run ended first. */
  end?: number;
  /** Whether it ended because the load fell, rather than because there were enough tasks. */
  endedByLoad?: boolean;
}

const MOST_KEPT = 200;

/** Finds the episodes of one service during a run. */
export class EpisodeTracker {
  readonly episodes: Episode[] = [];
  readonly service: string;
  private current: Episode | undefined;

  constructor(service: string) {
    this.service = service;
  }

  alarm(time: number): void {
    if (this.current && this.current.alarmAt === undefined) this.current.alarmAt = time;
  }

  /** Call this after each step. */
  add(
    time: number,
    demand: number,
    desired: number,
    counts: Readonly<Record<TaskState, number>>,
  ): void {
    let { current } = this;
    if (counts.healthy >= demand) {
      if (current && counts.healthy < current.demand) {
        current.endedByLoad = true;
        current.end = time;
        this.current = undefined;
      } else if (current) {
        current.runningAt ??= time;
        current.placedAt ??= current.runningAt;
        current.decidedAt ??= current.placedAt;
        current.end = time;
        this.current = undefined;
      }
      return;
    }
    if (current === undefined) {
      current = { service: this.service, start: time, demand };
      this.current = current;
      if (this.episodes.length < MOST_KEPT) this.episodes.push(current);
    }
    if (demand > current.demand) {
      current.demand = demand;
      if (desired < demand) {
        current.decidedAt = undefined;
        current.placedAt = undefined;
        current.runningAt = undefined;
      }
    }
    const running = counts.running + counts.healthy;
    if (desired >= current.demand) current.decidedAt ??= time;
    if (running + counts.starting >= current.demand) current.placedAt ??= time;
    if (running >= current.demand) current.runningAt ??= time;
  }
}
