import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../../terminal/user-error";
import { nextTimes } from "../../simulate/model/scaling/schedule";
import type { ServiceModel } from "../../synthesized/system/ecs-service";
import type { OneOffTask, ScheduledTask } from "../../synthesized/system/one-off-tasks";
import type { ContainerModel, TaskModel } from "../../synthesized/system/task-definition";
import type { Deployment } from "../service/deployment";
import type { RunnableImage } from "../service/image-store";
import type { Service } from "../service/service";
import { TaskContainers, type TaskContainersOptions } from "../service/task-containers";

export type OneOffTasksOptions = Pick<
  TaskContainersOptions,
  "environment" | "secret" | "logFolder" | "onLine" | "pace" | "say"
>;

/** A service as it is now: its model, and the programs of its latest deployment. */
export type ServiceWithTasks = Pick<Service, "model" | "deployment">;

/** Runs the tasks beside those of the services on this machine: before a release, at their times, and when a user asks. */
export class OneOffTasks {
  private readonly options: OneOffTasksOptions;
  private readonly running = new Set<TaskContainers>();
  private readonly end = new AbortController();
  /** Those before a release run one after the other, as those of two colors do in AWS. */
  private earlier: Promise<unknown> = Promise.resolve();

  constructor(options: OneOffTasksOptions) {
    this.options = options;
  }

  /** @returns why the service must keep its version, undefined if it may change */
  async beforeRelease(service: ServiceModel, deployment: Deployment): Promise<string | undefined> {
    const { beforeRelease: task } = service;
    if (task === undefined) return undefined;
    const own = this.earlier.then(() => this.run(service, deployment, task, task.timeoutSeconds));
    this.earlier = own;
    const problem = await own;
    return problem && `${problem} The service does not get the new version.`;
  }

  /** @throws UserError if the service must not start */
  async mustSucceed(service: ServiceModel, deployment: Deployment): Promise<void> {
    const problem = await this.beforeRelease(service, deployment);
    if (problem !== undefined) throw new UserError(problem);
  }

  /** Runs the scheduled tasks of services at their times, until `stop`. */
  follow(services: Iterable<ServiceWithTasks>): void {
    for (const service of services) {
      for (const { name } of service.model.scheduledTasks ?? [])
        void this.runAtTimes(service, name);
    }
  }

  /** @returns why a scheduled task failed */
  runNow(service: ServiceWithTasks, task: ScheduledTask): Promise<string | undefined> {
    return this.run(service.model, service.deployment, task);
  }

  async stop(): Promise<void> {
    this.end.abort();
    await Promise.all([...this.running].map((containers) => containers.stop()));
  }

  /** The service may have another version, and the task be switched off, when its time has come. */
  private async runAtTimes(service: ServiceWithTasks, name: string): Promise<void> {
    const { pace, say } = this.options;
    const current = () => service.model.scheduledTasks?.find((task) => task.name === name);
    const first = current();
    if (first === undefined) return;
    const start = new Date();
    const next = nextTimes(first.expression, first.timezone, start);
    for (let last = start, time = next(start); time !== undefined; last = time, time = next(time)) {
      await this.sleep(pace.milliseconds((time.getTime() - last.getTime()) / 1000));
      if (this.end.signal.aborted) return;
      const task = current();
      if (task?.isEnabled !== true) continue;
      void this.runNow(service, task).then((problem) => {
        if (problem !== undefined) say(problem);
      });
    }
  }

  /** A timer of Node.js is for 24 days at most. */
  private async sleep(milliseconds: number): Promise<void> {
    const { signal } = this.end;
    for (let left = milliseconds; left > 0 && !signal.aborted; left -= LONGEST_TIMER) {
      await wait(Math.min(left, LONGEST_TIMER), undefined, { signal, ref: false }).catch(
        (error: unknown) => {
          if (!signal.aborted) throw error;
        },
      );
    }
  }

  /** @returns why it failed */
  private async run(
    { name: service }: ServiceModel,
    { task: model, images }: Deployment,
    task: OneOffTask,
    timeoutSeconds = Infinity,
  ): Promise<string | undefined> {
    const { logFolder, onLine, say } = this.options;
    const taskId = `${task.name}-${randomBytes(3).toString("hex")}`;
    say(`${service}: task ${task.name} begins: ${task.command.join(" ")}`);
    const started = performance.now();
    const over = new AbortController();
    const outcome = await new Promise<string>((resolve, reject) => {
      const containers = new TaskContainers({
        ...this.options,
        taskId,
        service,
        model: taskWith(model, task),
        images: imagesFor(model, images, task),
        onChange: () => undefined,
        onLoss: (reason) => {
          over.abort();
          const how = containers.exitCodeOf(task.container) === 0 ? "" : reason;
          void this.finish(containers).then(() => {
            resolve(how);
          }, reject);
        },
      });
      this.running.add(containers);
      containers.start().catch(reject);
      if (timeoutSeconds === Infinity) return;
      // A program does not run faster at a higher --speed.
      void wait(timeoutSeconds * 1000, undefined, { signal: over.signal, ref: false }).then(
        () =>
          this.finish(containers).then(() => {
            resolve(`did not end within ${timeoutSeconds / 60} minutes, and was stopped`);
          }, reject),
        () => undefined,
      );
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (outcome === "") {
      say(`${service}: task ${task.name} succeeded in ${seconds} s`);
      return undefined;
    }
    const where =
      onLine === undefined
        ? ` Its output is in ${join(logFolder, `${service}-${taskId}.log`)}.`
        : "";
    return `${service}: task ${task.name} failed: ${outcome}.${where}`;
  }

  private async finish(containers: TaskContainers): Promise<void> {
    this.running.delete(containers);
    await containers.stop();
  }
}

/** Milliseconds that a timer of Node.js can hold. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The end of the command ends the task, whatever its other containers do. */
function taskWith(model: TaskModel, { container, environment }: OneOffTask): TaskModel {
  return {
    ...model,
    containers: model.containers.map((each): ContainerModel =>
      each.name === container
        ? {
            ...each,
            isEssential: true,
            environment: { ...each.environment, ...environment },
            healthCheck: undefined,
          }
        : each,
    ),
  };
}

/** ECS replaces the image's command, and keeps its entry point. */
function imagesFor(
  { containers }: TaskModel,
  images: ReadonlyMap<string, RunnableImage>,
  { container, command }: OneOffTask,
): ReadonlyMap<string, RunnableImage> {
  const image = images.get(container);
  if (image === undefined) return images;
  const { entryPoint = [] } = containers.find(({ name }) => name === container) ?? {};
  const [program = "", ...args] = [...(image.isGiven === true ? [] : entryPoint), ...command];
  const words = [program === "node" ? process.execPath : program, ...args];
  return new Map([...images, [container, { ...image, command: words }]]);
}
