import { join } from "node:path";
import type { ContainerModel, TaskModel } from "../../synthesized/system/task-definition";
import type { Pace } from "../pace";
import { watchContainer } from "./container-health";
import type { RunnableImage } from "./image-store";
import { freePort, giveBackPort } from "./ports";
import { endPrograms, Program } from "./program";
import { type ContainerState, startOf, stopOrder } from "./start-order";
import { taskEnvironment } from "./task-environment";

export interface TaskContainersOptions {
  readonly taskId: string;
  readonly service: string;
  readonly model: TaskModel;
  /** How to run each container, by container name, without those that cannot run here. */
  readonly images: ReadonlyMap<string, RunnableImage>;
  readonly environment: Readonly<Record<string, string>>;
  readonly secret: (valueFrom: string, name: string) => string;
  readonly logFolder: string;
  /** Ports on this machine of other services, by their names. @default - it knows none */
  readonly names?: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** @default - the output goes to the log files */
  readonly onLine?: (task: string, line: string) => void;
  readonly pace: Pace;
  readonly say: (line: string) => void;
  readonly onChange: () => void;
  /** An essential container has ended, or one will never start. */
  readonly onLoss: (reason: string) => void;
}

/** A container that cannot run here satisfies those that depend on it. */
const LEFT_OUT: ContainerState = { hasStarted: true, exitCode: 0, isHealthy: true };

/** The containers of a task on this machine, a process each, which start and stop in the order of their dependencies. */
export class TaskContainers {
  private readonly options: TaskContainersOptions;
  private readonly programs = new Map<string, Program>();
  private readonly states = new Map<string, ContainerState>();
  private readonly ports = new Map<string, Map<number, number>>();
  private readonly end = new AbortController();
  private waiting: readonly ContainerModel[];
  private resolveStarted: () => void = () => undefined;

  constructor(options: TaskContainersOptions) {
    this.options = options;
    const { containers } = options.model;
    this.waiting = containers.filter(({ name }) => options.images.has(name));
    for (const { name } of containers) {
      if (!options.images.has(name)) this.states.set(name, LEFT_OUT);
    }
  }

  /** Resolves when every container has started, or the task has ended before. */
  async start(): Promise<void> {
    for (const { name, ports } of this.waiting) {
      const local = new Map<number, number>();
      for (const port of ports) local.set(port, await freePort());
      this.ports.set(name, local);
    }
    await new Promise<void>((resolve) => {
      this.resolveStarted = resolve;
      this.advance();
    });
  }

  /** Ports of the containers that run, with those on this machine. */
  get endpoints(): readonly { readonly containerPort: number; readonly port: number }[] {
    return [...this.ports].flatMap(([name, ports]) =>
      this.states.get(name)?.exitCode === undefined
        ? [...ports].map(([containerPort, port]) => ({ containerPort, port }))
        : [],
    );
  }

  /** The port on this machine of a container's port; of the first container that has it, if none is named. */
  portOf(containerPort: number, container?: string): number | undefined {
    const named = container === undefined ? undefined : this.ports.get(container);
    return (named ?? [...this.ports.values()].find((ports) => ports.has(containerPort)))?.get(
      containerPort,
    );
  }

  get pids(): readonly number[] {
    return [...this.programs.values()].flatMap(({ pid }) => pid ?? []);
  }

  /**
   * Health of the containers that a task's health is made of: essential ones with a check of their own.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
   */
  get health(): readonly ("healthy" | "unhealthy" | "unknown")[] {
    return this.options.model.containers
      .filter(({ name, isEssential, healthCheck }) => {
        return isEssential && healthCheck !== undefined && this.options.images.has(name);
      })
      .map(({ name }) => {
        const { isHealthy } = this.states.get(name) ?? {};
        return isHealthy === undefined ? "unknown" : isHealthy ? "healthy" : "unhealthy";
      });
  }

  /** Undefined while the container runs, and if it never did. */
  exitCodeOf(container: string): number | undefined {
    return this.states.get(container)?.exitCode;
  }

  kill(): void {
    for (const program of this.programs.values()) program.signal("SIGKILL");
  }

  /** Stops the containers, those first that depend on others. */
  async stop(): Promise<void> {
    this.waiting = [];
    this.end.abort();
    this.resolveStarted();
    for (const group of stopOrder(this.options.model.containers)) {
      const seconds = Math.max(0, ...group.map((each) => each.stopTimeoutSeconds));
      await endPrograms(
        group.flatMap(({ name }) => this.programs.get(name) ?? []),
        seconds,
      );
    }
    for (const ports of this.ports.values()) for (const port of ports.values()) giveBackPort(port);
  }

  /** Starts what may start now. */
  private advance(): void {
    for (let mayGoOn = true; mayGoOn;) {
      mayGoOn = false;
      for (const container of this.waiting) {
        const start = startOf(container, this.states);
        if (start === "later") continue;
        if (start !== "now") {
          this.options.onLoss(`${container.name} cannot start: ${start.never}`);
          return;
        }
        this.waiting = this.waiting.filter((each) => each !== container);
        this.run(container);
        mayGoOn = true;
      }
    }
    if (this.waiting.length === 0) this.resolveStarted();
  }

  private change(name: string, change: Partial<ContainerState>): void {
    this.states.set(name, { hasStarted: true, ...this.states.get(name), ...change });
  }

  private run(container: ContainerModel): void {
    const { name } = container;
    const image = this.options.images.get(name);
    if (image === undefined) throw new Error(`${name} has no program.`);
    const { taskId, environment: added, secret, onLine, service, model } = this.options;
    const hosts = this.hostsOf(container);
    const environment = taskEnvironment({
      container,
      taskId,
      ports: this.ports.get(name) ?? new Map<number, number>(),
      hosts,
      added,
      secret,
    });
    const label = name === model.containers[0]?.name ? taskId : `${taskId}-${name}`;
    const program = new Program({
      command: image.command,
      folder: image.folder,
      environment,
      logFile: join(this.options.logFolder, `${service}-${label}.log`),
      ...(onLine === undefined
        ? {}
        : {
            onLine: (line) => {
              onLine(`${service}/${label}`, line);
            },
          }),
    });
    const started = performance.now();
    this.programs.set(name, program);
    this.change(name, { exitCode: undefined });
    void program.ended.then((how) => {
      this.ended(container, program, { how, milliseconds: performance.now() - started });
    });
    this.watchStart(container);
    if (container.healthCheck !== undefined) {
      void watchContainer({
        check: container.healthCheck,
        environment,
        folder: image.folder,
        hosts,
        pace: this.options.pace,
        signal: this.end.signal,
        onChange: (isHealthy) => {
          if (this.states.get(name)?.isHealthy === isHealthy) return;
          this.change(name, { isHealthy });
          this.advance();
          this.options.onChange();
        },
      });
    }
  }

  private ended(
    container: ContainerModel,
    program: Program,
    { how, milliseconds }: { readonly how: string; readonly milliseconds: number },
  ): void {
    if (this.end.signal.aborted) return;
    const { name, restartPolicy, isEssential } = container;
    const { exitCode = 0 } = program;
    const { pace, say, service, taskId, onLoss, onChange } = this.options;
    if (
      restartPolicy !== undefined &&
      milliseconds >= pace.milliseconds(restartPolicy.attemptPeriodSeconds) &&
      !restartPolicy.ignoredExitCodes.includes(exitCode)
    ) {
      say(`${service}: task ${taskId}: ${name} ${how}, and is restarted`);
      this.run(container);
      return;
    }
    this.change(name, { exitCode });
    if (isEssential) {
      onLoss(`${name} ${how}`);
      return;
    }
    if (exitCode !== 0) say(`${service}: task ${taskId}: ${name} ${how}`);
    this.advance();
    onChange();
  }

  /** A container that waits for another one gives up after its start time-out. */
  private watchStart({ name, startTimeoutSeconds: seconds }: ContainerModel): void {
    if (seconds === undefined) return;
    const timer = setTimeout(() => {
      const late = this.waiting.find((each) => {
        const dependsOn = each.dependsOn.filter(({ container }) => container === name);
        return startOf({ name: each.name, dependsOn, links: [] }, this.states) === "later";
      });
      if (late !== undefined)
        this.options.onLoss(`${late.name} gave up after ${seconds} s of waiting for ${name}`);
    }, this.options.pace.milliseconds(seconds));
    this.end.signal.addEventListener("abort", () => {
      clearTimeout(timer);
    });
  }

  /**
   * How a container reaches itself and the others: at localhost, or by name on Docker's bridge; and other services by the
   * names of Service Connect.
   */
  private hostsOf({ name }: ContainerModel): ReadonlyMap<string, ReadonlyMap<number, number>> {
    const own = this.ports.get(name) ?? new Map<number, number>();
    const names = this.options.names ?? [];
    return this.options.model.hasOwnAddress
      ? new Map([
          ...names,
          ["localhost", new Map([...this.ports.values()].flatMap((ports) => [...ports]))],
        ])
      : new Map([...names, ...this.ports, ["localhost", own]]);
  }
}
