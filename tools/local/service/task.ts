import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { TargetGroup } from "../balancer/target-group";
import type { Pace } from "../pace";
import type { TaskEndpoint } from "../part";
import type { ServiceTarget } from "../../synthesized/system/ecs-service";
import type { ContainerModel, TaskModel } from "../../synthesized/system/task-definition";
import { watchContainer } from "./container-health";
import { endPrograms, Program } from "./program";
import { freePort, giveBackPort, listening, listensEverywhere } from "./ports";
import type { RunnableImage } from "./image-store";
import { taskEnvironment } from "./task-environment";
import { TaskTargets } from "./task-targets";

export type TaskState = "PENDING" | "RUNNING" | "DEACTIVATING" | "STOPPING" | "STOPPED";

export interface TaskOptions {
  readonly service: string;
  readonly model: TaskModel;
  readonly targets: readonly ServiceTarget[];
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  /** How to run each container, by container name. */
  readonly images: ReadonlyMap<string, RunnableImage>;
  readonly environment: Readonly<Record<string, string>>;
  readonly secret: (valueFrom: string, name: string) => string;
  readonly logFolder: string;
  /** @default - the output goes to the log file */
  readonly onLine?: (task: string, line: string) => void;
  readonly pace: Pace;
  /** Receives what ECS would write to the service's events. */
  readonly say: (line: string) => void;
  /** Time for a task to start listening. @default 30 */
  readonly listenSeconds?: number;
  readonly onChange: () => void;
}

/** Time for a task to start listening, in seconds. After that it is registered anyway, and its health checks fail. */
const LISTEN_SECONDS = 30;

/** A task on this machine: one process per container, each on a free loopback port. */
export class Task {
  readonly id = randomBytes(6).toString("hex");
  readonly startedAt = new Date();
  readonly model: TaskModel;
  state: TaskState = "PENDING";
  /** The reason why it stopped. */
  reason: string | undefined;
  /** Whether it was ever healthy. */
  hasBeenHealthy = false;
  readonly stopped: Promise<void>;
  private readonly options: TaskOptions;
  private readonly targets: TaskTargets;
  private readonly programs = new Map<string, Program>();
  private readonly ports = new Map<number, number>();
  private readonly end = new AbortController();
  private containerHealth: boolean | undefined;
  private resolveStopped: () => void = () => undefined;

  constructor(options: TaskOptions) {
    this.options = options;
    this.model = options.model;
    this.targets = new TaskTargets(this.id, options.targets, options.targetGroups);
    this.stopped = new Promise((resolve) => (this.resolveStopped = resolve));
  }

  async start(): Promise<void> {
    for (const container of this.model.containers) {
      for (const port of container.ports) this.ports.set(port, await freePort());
    }
    for (const container of this.model.containers) this.run(container);
    await Promise.all(
      [...this.ports].map(([containerPort, port]) => this.listens(containerPort, port)),
    );
    if (this.state !== "PENDING") return;
    this.state = "RUNNING";
    this.targets.register((containerPort) => this.endpoint(containerPort));
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
    const states = [...this.targets.states, ...this.containerStates()];
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
    return [...this.programs.values()].flatMap(({ pid }) => pid ?? []);
  }

  /** The port on this machine of a container port. */
  endpoint(containerPort: number): TaskEndpoint {
    return { taskId: this.id, host: "127.0.0.1", port: this.ports.get(containerPort) ?? 0 };
  }

  get endpoints(): readonly TaskEndpoint[] {
    return [...this.ports.keys()].map((port) => this.endpoint(port));
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
    await this.endPrograms();
    await this.finish();
  }

  /** Simulates a crash: the process ends without deregistration. */
  kill(): void {
    for (const program of this.programs.values()) program.signal("SIGKILL");
  }

  private run(container: ContainerModel): void {
    const image = this.options.images.get(container.name);
    if (image === undefined) throw new Error(`${container.name} has no program.`);
    const environment = taskEnvironment({
      container,
      taskId: this.id,
      ports: this.ports,
      added: this.options.environment,
      secret: this.options.secret,
    });
    const { onLine, logFolder, service, pace } = this.options;
    const program = new Program({
      command: image.command,
      folder: image.folder,
      environment,
      logFile: join(logFolder, `${service}-${this.id}.log`),
      ...(onLine === undefined
        ? {}
        : {
            onLine: (line) => {
              onLine(`${service}/${this.id}`, line);
            },
          }),
    });
    this.programs.set(container.name, program);
    void program.ended.then((how) => {
      if (container.isEssential) void this.lose(`${container.name} ${how}`);
    });
    if (container.healthCheck !== undefined) {
      void watchContainer({
        check: container.healthCheck,
        environment,
        folder: image.folder,
        ports: this.ports,
        pace,
        signal: this.end.signal,
        onChange: (isHealthy) => {
          if (this.containerHealth === isHealthy) return;
          this.containerHealth = isHealthy;
          this.options.onChange();
        },
      });
    }
  }

  /** When an essential container ends, the others are stopped. */
  private async lose(reason: string): Promise<void> {
    if (this.state !== "PENDING" && this.state !== "RUNNING") return;
    this.reason = reason;
    this.state = "STOPPING";
    this.targets.forget();
    await this.endPrograms();
    await this.finish();
  }

  private endPrograms(): Promise<void> {
    const seconds = Math.max(0, ...this.model.containers.map((each) => each.stopTimeoutSeconds));
    return endPrograms([...this.programs.values()], seconds);
  }

  private finish(): Promise<void> {
    this.end.abort();
    for (const port of this.ports.values()) giveBackPort(port);
    this.state = "STOPPED";
    this.resolveStopped();
    this.options.onChange();
    return this.stopped;
  }

  private containerStates(): readonly string[] {
    if (!this.model.containers.some(({ healthCheck }) => healthCheck)) return [];
    return [
      this.containerHealth === undefined
        ? "unknown"
        : this.containerHealth
          ? "healthy"
          : "unhealthy",
    ];
  }
}
