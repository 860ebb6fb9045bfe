import type { Pace } from "../pace";
import type { RunnableImage } from "./image-store";
import type { TaskModel } from "../../synthesized/system/task-definition";

/** The result of a deployment. */
export interface Outcome {
  readonly isCompleted: boolean;
  /** The reason for a failure. */
  readonly reason?: string;
}

/** The rollout of one task definition of a service. */
export class Deployment {
  readonly task: TaskModel;
  /** Programs by the names of their containers, without those that cannot run here. */
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

  /** The deployment failed with no earlier one to roll back to. No more of its tasks are started. */
  get isGivenUp(): boolean {
    return this.state === "FAILED";
  }

  complete(): void {
    this.state = "COMPLETED";
    this.resolve({ isCompleted: true });
  }

  /** Another deployment replaces this one before it completes. */
  supersede(): void {
    if (!this.isOver) this.fail("replaced by another deployment");
  }

  fail(reason: string): void {
    this.state = "FAILED";
    this.resolve({ isCompleted: false, reason });
  }
}

/**
 * Consecutive failures after which a deployment fails: half of the desired count, at least 3 and at most 200.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function failureThreshold(desiredCount: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));
}

/**
 * How long the scheduler waits before it restarts a task of a service whose tasks stop before they are healthy.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
export function restartDelaySeconds(failuresInRow: number): number {
  return failuresInRow === 0 ? 0 : Math.min(900, 2 ** (failuresInRow - 1));
}

/** Counts tasks that fail to start, and delays the next start longer after each failure. */
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

  /** Starts another deployment without delay. */
  reset(): void {
    this.failuresInRow = 0;
    this.dueAt = 0;
  }

  wait(): void {
    this.dueAt = Date.now() + this.pace.milliseconds(restartDelaySeconds(this.failuresInRow));
  }

  /** Whether a task may start now. If not, calls `onDue` when it may. */
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
