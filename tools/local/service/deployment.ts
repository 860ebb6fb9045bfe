import type { Pace } from "../pace";
import type { RunnableImage } from "./image-store";
import type { TaskModel } from "../../synthesized/system/task-definition";

/** How a deployment ended. */
export interface Outcome {
  readonly isCompleted: boolean;
  /** Why it failed. */
  readonly reason?: string;
}

/** One definition of a service's tasks, on its way to be the only one. */
export class Deployment {
  readonly task: TaskModel;
  readonly images: ReadonlyMap<string, RunnableImage>;
  readonly outcome: Promise<Outcome>;
  state: "IN_PROGRESS" | "COMPLETED" | "FAILED" = "IN_PROGRESS";
  private resolve: (outcome: Outcome) => void = () => undefined;

  constructor(task: TaskModel, images: ReadonlyMap<string, RunnableImage>) {
    this.task = task;
    this.images = images;
    this.outcome = new Promise((resolve) => (this.resolve = resolve));
  }

  get isOver(): boolean {
    return this.state !== "IN_PROGRESS";
  }

  /** It failed, and there is none to go back to: no more of its tasks are started. */
  get isGivenUp(): boolean {
    return this.state === "FAILED";
  }

  complete(): void {
    this.state = "COMPLETED";
    this.resolve({ isCompleted: true });
  }

  /** Another one takes its place before it was done. */
  supersede(): void {
    if (!this.isOver) this.fail("another deployment took its place");
  }

  fail(reason: string): void {
    this.state = "FAILED";
    this.resolve({ isCompleted: false, reason });
  }
}

/**
 * Failures in a row after which a deployment is given up: half of the desired count, at least 3, at most 200.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function failureThreshold(desiredCount: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));
}

/**
 * How long the scheduler waits before it starts another task of a service whose tasks end before they are well.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
export function restartDelaySeconds(failuresInRow: number): number {
  return failuresInRow === 0 ? 0 : Math.min(900, 2 ** (failuresInRow - 1));
}

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
