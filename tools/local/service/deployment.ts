import type { TaskModel } from "../../synthesized/system/task-definition";
import type { RunnableImage } from "./image-store";

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
