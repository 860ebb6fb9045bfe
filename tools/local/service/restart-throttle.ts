import type { Pace } from "../pace";
import { restartDelaySeconds } from "./circuit-breaker";

/** Counts tasks that fail at their start, and lets the next one wait the longer the more there were. */
export class RestartThrottle {
  failuresInRow = 0;
  private readonly pace: Pace;
  private readonly onDue: () => void;
  private dueAt = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(pace: Pace, onDue: () => void) {
    this.pace = pace;
    this.onDue = onDue;
  }

  /** Another deployment starts at once. */
  reset(): void {
    this.failuresInRow = 0;
    this.dueAt = 0;
  }

  wait(): void {
    this.dueAt = Date.now() + this.pace.milliseconds(restartDelaySeconds(this.failuresInRow));
  }

  /** Whether a task may start now; calls `onDue` later where it may not. */
  isDue(): boolean {
    const wait = this.dueAt - Date.now();
    if (wait <= 0) return true;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onDue, wait);
    return false;
  }

  cancel(): void {
    clearTimeout(this.timer);
  }
}
