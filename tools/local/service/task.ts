import { randomBytes } from "node:crypto";
import type { TargetGroup } from "../balancer/target-group";
import type { TaskEndpoint } from "../part";
import type { ServiceTarget } from "../../synthesized/system/ecs-service";
import { listening, listensEverywhere } from "./ports";
import { TaskContainers, type TaskContainersOptions } from "./task-containers";
import { TaskTargets } from "./task-targets";

export type TaskState = "PENDING" | "RUNNING" | "DEACTIVATING" | "STOPPING" | "STOPPED";

export interface TaskOptions extends Omit<TaskContainersOptions, "taskId" | "onLoss"> {
  readonly targets: readonly ServiceTarget[];
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  /** Time for a task to start listening. @default 30 */
  readonly listenSeconds?: number;
}

/** Time for a task to start listening, in seconds. After that it is registered anyway, and its health checks fail. */
const LISTEN_SECONDS = 30;

/** A task on this machine: one process per container, each on free loopback ports. */
export class Task {
  readonly id = randomBytes(6).toString("hex");
  readonly startedAt = new Date();
  readonly model: TaskOptions["model"];
  state: TaskState = "PENDING";
  /** The reason why it stopped. */
  reason: string | undefined;
  /** Whether it was ever healthy. */
  hasBeenHealthy = false;
  readonly stopped: Promise<void>;
  private readonly options: TaskOptions;
  private readonly targets: TaskTargets;
  private readonly containers: TaskContainers;
  private readonly end = new AbortController();
  private resolveStopped: () => void = () => undefined;

  constructor(options: TaskOptions) {
    this.options = options;
    this.model = options.model;
    this.targets = new TaskTargets(this.id, options.targets, options.targetGroups);
    this.containers = new TaskContainers({
      ...options,
      taskId: this.id,
      onLoss: (reason) => {
        void this.lose(reason);
      },
    });
    this.stopped = new Promise((resolve) => (this.resolveStopped = resolve));
  }

  async start(): Promise<void> {
    await this.containers.start();
    await Promise.all(
      this.containers.endpoints.map(({ containerPort, port }) => this.listens(containerPort, port)),
    );
    if (this.state !== "PENDING") return;
    this.state = "RUNNING";
    this.targets.register(({ containerPort, containerName }) =>
      this.endpoint(containerPort, containerName),
    );
    this.options.onChange();
  }

  private async listens(containerPort: number, port: number): Promise<void> {
    const { listenSeconds = LISTEN_SECONDS, service, say } = this.options;
    if (await listening(port, listenSeconds, () => this.end.signal.aborted)) {
      if (await listensEverywhere(port))
        say(
          `${service}: task ${this.id} listens on all addresses of this machine on port ${port}, where others can reach it. The program should listen on $HOST, which is 127.0.0.1 here.`,
        );
      return;
    }
    if (this.end.signal.aborted) return;
    say(
      `${service}: task ${this.id} does not listen on port ${port} after ${listenSeconds} s. The program must listen on $PORT, which replaces the container's port ${containerPort}.`,
    );
  }

  get health(): "healthy" | "unhealthy" | "unknown" {
    if (this.state !== "RUNNING") return "unknown";
    const states = [...this.targets.states, ...this.containers.health];
    if (states.includes("unhealthy")) return "unhealthy";
    return states.every((state) => state === "healthy") ? "healthy" : "unknown";
  }

  get problem(): string | undefined {
    return this.reason ?? this.targets.lastProblem;
  }

  get requests(): number {
    return this.targets.requests;
  }

  get pids(): readonly number[] {
    return this.containers.pids;
  }

  /** The port on this machine of a container port. */
  endpoint(containerPort: number, containerName?: string): TaskEndpoint {
    const port = this.containers.portOf(containerPort, containerName) ?? 0;
    return { taskId: this.id, host: "127.0.0.1", port };
  }

  get endpoints(): readonly TaskEndpoint[] {
    return this.containers.endpoints.map(({ port }) => ({
      taskId: this.id,
      host: "127.0.0.1",
      port,
    }));
  }

  /** Stops the task as ECS does: deregisters it, finishes requests in flight, sends SIGTERM, and finally SIGKILL. */
  async stop(reason: string): Promise<void> {
    if (this.state === "STOPPED" || this.state === "STOPPING" || this.state === "DEACTIVATING") {
      return this.stopped;
    }
    this.reason = reason;
    this.state = "DEACTIVATING";
    this.options.onChange();
    await this.targets.deregister();
    this.state = "STOPPING";
    this.options.onChange();
    await this.containers.stop();
    await this.finish();
  }

  /** Simulates a crash: the process ends without deregistration. */
  kill(): void {
    this.containers.kill();
  }

  /** When an essential container ends, the others are stopped. */
  private async lose(reason: string): Promise<void> {
    if (this.state !== "PENDING" && this.state !== "RUNNING") return;
    this.reason = reason;
    this.state = "STOPPING";
    this.targets.forget();
    await this.containers.stop();
    await this.finish();
  }

  private finish(): Promise<void> {
    this.end.abort();
    this.state = "STOPPED";
    this.resolveStopped();
    this.options.onChange();
    return this.stopped;
  }
}
