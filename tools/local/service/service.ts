import { isDeepStrictEqual } from "node:util";
import type { TargetGroup } from "../balancer/target-group";
import type { RunningService, TaskEndpoint } from "../part";
import type { ServiceModel } from "../../synthesized/system/ecs-service";
import type { ContainerModel, TaskModel } from "../../synthesized/system/task-definition";
import { Deployment, failureThreshold, RestartThrottle } from "./deployment";
import { deploymentStep } from "./deployment-step";
import { commandKey } from "./given-commands";
import type { ImageStore, RunnableImage } from "./image-store";
import { Task, type TaskOptions } from "./task";
import { lackingHere } from "./task-environment";

export interface ServiceOptions extends Pick<
  TaskOptions,
  "environment" | "secret" | "logFolder" | "names" | "onLine" | "pace" | "say"
> {
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  readonly images: ImageStore;
}

/** Keeps the desired count of a service's tasks running, and replaces them when the task definition changes. */
export class Service implements RunningService {
  model: ServiceModel;
  desiredCount: number;
  deployment: Deployment;
  private readonly options: ServiceOptions;
  private readonly members = new Map<Task, Deployment>();
  private lastCompleted: Deployment | undefined;
  private isStopping = false;
  private readonly watchers = new Set<() => void>();
  private readonly restarts: RestartThrottle;

  constructor(model: ServiceModel, options: ServiceOptions) {
    this.model = model;
    this.desiredCount = model.desiredCount;
    this.options = options;
    this.deployment = new Deployment(model.task, new Map());
    this.restarts = new RestartThrottle(options.pace, () => {
      this.reconcile();
    });
  }

  get tasks(): readonly Task[] {
    return [...this.members.keys()];
  }

  isNew(task: Task): boolean {
    return this.members.get(task) === this.deployment;
  }

  readonly healthyTasks = (): readonly TaskEndpoint[] =>
    this.tasks
      .filter((task) => task.state === "RUNNING" && task.health === "healthy")
      .flatMap(({ endpoints }) => endpoints.slice(0, 1));

  /** Where a container port of the healthy tasks is on this machine. */
  endpointsOf(containerPort: number): readonly TaskEndpoint[] {
    return this.tasks
      .filter((task) => task.state === "RUNNING" && task.health === "healthy")
      .map((task) => task.endpoint(containerPort));
  }

  get healthyCount(): number {
    return this.tasks.filter(({ health }) => health === "healthy").length;
  }

  /**
   * Starts the first tasks.
   *
   * @param before what must come first; it throws if they must not start
   */
  async start(before?: (deployment: Deployment) => Promise<void>): Promise<void> {
    this.deployment = await this.deploymentOf(this.model.task);
    await before?.(this.deployment);
    this.reconcile();
  }

  /**
   * Applies another state of the stack. The desired count is kept within the new bounds and otherwise unchanged, because it
   * belongs to autoscaling and the stacks ignore changes to it.
   *
   * @param next the result of `prepare` for the same state
   */
  apply(model: ServiceModel, next: Deployment | undefined): Deployment | undefined {
    this.model = model;
    this.desiredCount = Math.min(Math.max(this.desiredCount, model.bounds.min), model.bounds.max);
    if (next !== undefined) {
      this.deployment.supersede();
      this.deployment = next;
      this.restarts.reset();
      this.options.say(`${model.name}: deployment of ${describe(model.task)} begins`);
    }
    this.reconcile();
    return next;
  }

  /** Prepares the programs for another state of the stack, without changing anything else. */
  async prepare({ task }: ServiceModel): Promise<Deployment | undefined> {
    return isDeepStrictEqual(task, this.deployment.task) ? undefined : this.deploymentOf(task);
  }

  /** Receives the result of a target's health checks. */
  targetChanged(taskId: string): void {
    if (this.tasks.some(({ id }) => id === taskId)) this.reconcile();
  }

  /**
   * Waits until `count` tasks of the current deployment are healthy.
   *
   * @returns false if the deployment fails first
   */
  async untilHealthy(count: number): Promise<boolean> {
    const isReached = (): boolean =>
      this.tasks.filter((task) => this.isNew(task) && task.health === "healthy").length >= count;
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isReached() && !this.deployment.isGivenUp) return;
        this.watchers.delete(look);
        resolve(isReached());
      };
      this.watchers.add(look);
      look();
    });
  }

  /** @param reason the reason for a decision of autoscaling. Omit it for a user's command. */
  scaleTo(count: number, reason?: string): void {
    const change = reason === undefined ? "is" : `${this.desiredCount} ->`;
    this.desiredCount = count;
    this.options.say(
      `${this.model.name}: desired count ${change} ${count}${reason === undefined ? "" : `: ${reason}`}`,
    );
    this.reconcile();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.restarts.cancel();
    await Promise.all(this.tasks.map((task) => task.stop("the run ends")));
  }

  private async deploymentOf(task: TaskModel): Promise<Deployment> {
    const { images: store, say } = this.options;
    const images = new Map<string, RunnableImage>();
    for (const [index, container] of task.containers.entries()) {
      const { name, image } = container;
      const key = commandKey(this.model.name, name, index);
      if (index > 0 && !store.has(image, key)) {
        say(
          `${this.model.name}: container ${name} is left out, because this project does not build its image ${image}. ` +
            `Give a command to run in its place: --command ${name}="..."`,
        );
        continue;
      }
      images.set(name, runsAs(container, await store.image(image, key)));
      for (const lack of lackingHere(task, container)) say(`${this.model.name}: ${lack}`);
    }
    return new Deployment(task, images);
  }

  /** Compares the tasks with the desired state and takes the next steps. Called whenever a task changes. */
  private readonly reconcile = (): void => {
    if (this.isStopping) return;
    this.notice();
    const { start, stop } = deploymentStep(
      this.tasks.map((task) => ({
        id: task.id,
        isNew: this.isNew(task),
        phase:
          task.state === "PENDING" ? "starting" : task.state === "RUNNING" ? "running" : "stopping",
        health: this.healthOf(task),
      })),
      {
        ...this.model,
        desiredCount: this.desiredCount,
        mayStart: !this.deployment.isGivenUp && this.restarts.isDue(),
      },
    );
    for (const task of this.tasks.filter(({ id }) => stop.includes(id))) {
      void task.stop(this.isNew(task) ? (task.problem ?? "scaling in") : "replaced");
    }
    for (let count = 0; count < start; count += 1) this.startTask();
    this.completeIfDone();
    for (const look of this.watchers) look();
  };

  /** During the grace period, no task is stopped for failed health checks. */
  private healthOf(task: Task): Task["health"] {
    const { health } = task;
    if (health !== "unhealthy") return health;
    const age = Date.now() - task.startedAt.getTime();
    return age < this.options.pace.milliseconds(this.model.gracePeriodSeconds)
      ? "unknown"
      : "unhealthy";
  }

  /** Records healthy tasks, and counts tasks that failed before they were healthy. */
  private notice(): void {
    for (const task of this.tasks) {
      if (task.health === "healthy" && !task.hasBeenHealthy) {
        task.hasBeenHealthy = true;
        if (this.isNew(task)) this.restarts.failuresInRow = 0;
      }
    }
  }

  private startTask(): void {
    const { deployment } = this;
    const task = new Task({
      ...this.options,
      service: this.model.name,
      model: deployment.task,
      targets: this.model.targets,
      images: deployment.images,
      onChange: this.reconcile,
    });
    this.members.set(task, deployment);
    void task.start();
    void task.stopped.then(() => {
      this.members.delete(task);
      if (!this.isStopping) this.afterEnd(task, deployment);
    });
  }

  private afterEnd(task: Task, deployment: Deployment): void {
    const hasFailed = !task.hasBeenHealthy && deployment === this.deployment;
    const { name } = this.model;
    if (task.reason !== "replaced" && task.reason !== "scaling in") {
      this.options.say(`${name}: task ${task.id} stopped: ${task.reason ?? "unknown reason"}`);
    }
    if (hasFailed && task.reason !== "scaling in") {
      this.restarts.failuresInRow += 1;
      this.breakIfFailing(deployment, task.reason ?? "");
      this.restarts.wait();
    }
    this.reconcile();
  }

  private breakIfFailing(deployment: Deployment, reason: string): void {
    const { circuitBreaker, name } = this.model;
    const threshold = failureThreshold(this.desiredCount);
    if (!circuitBreaker.isEnabled || deployment.isOver || this.restarts.failuresInRow < threshold)
      return;
    const why = `${threshold} tasks in a row failed, the last one: ${reason}`;
    const back = circuitBreaker.rollsBack ? this.lastCompleted : undefined;
    this.options.say(
      `${name}: deployment failed (${why})${back ? `; rolling back to ${describe(back.task)}` : ""}`,
    );
    deployment.fail(back === undefined ? why : `${why}; rolled back to ${describe(back.task)}`);
    this.restarts.failuresInRow = 0;
    if (back !== undefined) this.deployment = back;
  }

  private completeIfDone(): void {
    const { deployment } = this;
    if (deployment.isOver) return;
    const own = this.tasks.filter((task) => this.isNew(task));
    const well = own.filter(({ hasBeenHealthy, health }) => hasBeenHealthy && health === "healthy");
    if (own.length !== this.tasks.length || well.length !== this.desiredCount) return;
    deployment.complete();
    this.lastCompleted = deployment;
    this.options.say(
      `${this.model.name}: ${countOf(this.desiredCount, "task")} of ${describe(deployment.task)} ${this.desiredCount === 1 ? "is" : "are"} healthy`,
    );
  }
}

/** The image's own program, or the one that the container names. A command of the user's replaces both. */
function runsAs({ command }: ContainerModel, image: RunnableImage): RunnableImage {
  if (command === undefined || image.isGiven) return image;
  const [program = "", ...args] = command;
  return { ...image, command: [program === "node" ? process.execPath : program, ...args] };
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function describe({ containers }: TaskModel): string {
  return containers.map(({ image }) => image.slice(image.lastIndexOf("/") + 1)).join(", ");
}
