import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { autoscaleSystem, type RunningAutoscaling } from "./autoscale/autoscale-system";
import { Balancer } from "./balancer/balancer";
import type { WantedPort } from "./balancer/local-server";
import { NetworkBalancer } from "./balancer/network-balancer";
import { TargetGroup } from "./balancer/target-group";
import { runFolder } from "./control/instance-file";
import { databasePart } from "./database/database-part";
import { Events } from "./events";
import { emulatedAwsPart } from "./gateway/aws/emulated-aws-part";
import { gatewayPart } from "./gateway/gateway-part";
import { pagePart } from "./gateway/page/page-part";
import { OneOffTasks } from "./one-off/one-off-tasks";
import { Pace } from "./pace";
import {
  type Attributes,
  fromParts,
  type OpenedPart,
  type PartContext,
  type PreparedPart,
  type RunningSystem,
  type SystemPart,
} from "./part";
import { rollOut } from "./roll-out";
import { imageBuilds, ImageStore } from "./service/image-store";
import { givenCommands } from "./service/given-commands";
import { recordProcess, runFolderName } from "./service/leftovers";
import { watchPrograms } from "./service/program";
import { Service } from "./service/service";
import { Endpoints } from "./service-connect/endpoints";
import { Traffic } from "./traffic";
import { EvaluatedStack } from "../synthesized/evaluated-stack";
import type { Synthesis, SynthesizedStack } from "../synthesized/synthesis";
import { readSystem, type SystemModel } from "../synthesized/system/system";
import { UserError } from "../terminal/user-error";

export interface LocalSystemOptions {
  readonly synthesis: Synthesis;
  readonly stack: SynthesizedStack;
  readonly variables: Readonly<Record<string, string>>;
  readonly projectRoot: string;
  /** @default 1 */
  readonly speed?: number;
  /** Whether services scale by their policies, from the CPU and the requests of their tasks. @default false */
  readonly autoscale?: boolean;
  /** Commands that run in place of images. See ImageStore. @default - none */
  readonly commands?: Readonly<Record<string, string>>;
  /** Added to the environment of every task. @default - nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** Port of the first load balancer. 0 uses any free port. @default 8080 for 80, 8443 for 443 */
  readonly port?: number;
  /** Receives the output of tasks in place of the log files. @default - files */
  readonly onLine?: (task: string, line: string) => void;
  readonly say: (line: string) => void;
  /** @default PARTS */
  readonly parts?: readonly SystemPart[];
}

/** In the order of their start. */
export const PARTS: readonly SystemPart[] = [databasePart, emulatedAwsPart, gatewayPart, pagePart];

/**
 * A system of the project that runs on this machine from its JSON: load balancers, services, and `PARTS`, in the order that
 * `part.ts` describes.
 */
export class LocalSystem implements RunningSystem {
  readonly stack: SynthesizedStack;
  readonly workFolder: string;
  readonly logFolder: string;
  readonly events = new Events();
  readonly say = this.events.say;
  readonly traffic = new Traffic();
  readonly record = this.traffic.record;
  readonly targetGroups = new Map<string, TargetGroup>();
  readonly balancers = new Map<string, Balancer | NetworkBalancer>();
  readonly services = new Map<string, Service>();
  readonly opened: OpenedPart[] = [];
  readonly pace: Pace;
  evaluated: EvaluatedStack;
  autoscaling: RunningAutoscaling | undefined;
  oneOff: OneOffTasks | undefined;
  private readonly options: LocalSystemOptions;
  private readonly prepared: PreparedPart[] = [];
  private connections: Endpoints | undefined;
  private isDeploying = false;
  private listeners = 0;

  private constructor(options: LocalSystemOptions, evaluated: EvaluatedStack) {
    this.options = options;
    this.evaluated = evaluated;
    this.stack = options.stack;
    this.events.listen(options.say);
    this.pace = new Pace(options.speed ?? 1);
    const folder = runFolder(options.projectRoot, options.stack.name);
    this.workFolder = join(folder, runFolderName(process.pid));
    this.logFolder = join(folder, "logs");
  }

  /** Starts everything. If a step fails, everything that has started is stopped. */
  static async start(options: LocalSystemOptions): Promise<LocalSystem> {
    const evaluated = await EvaluatedStack.read(options.stack.json, options);
    const system = new LocalSystem(options, evaluated);
    try {
      await system.startAll();
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  get model(): SystemModel {
    return readSystem(this.evaluated);
  }

  /** One line each, with load balancers first. */
  get endpoints(): readonly { readonly name: string; readonly url: string }[] {
    return [
      ...[...this.balancers.values()].flatMap((balancer) => balancer.endpoints),
      ...this.opened.flatMap(({ endpoints }) => endpoints),
    ];
  }

  /**
   * Does what `terraform apply` with other variables does: listener rules change at once, and deployments replace tasks.
   *
   * @returns the reason for a failure
   * @throws UserError if the stack rejects the variables, in which case nothing has changed
   */
  async deploy(variables: Readonly<Record<string, string>>): Promise<string | undefined> {
    if (this.isDeploying) throw new UserError("Another deployment is in progress.");
    this.isDeploying = true;
    try {
      const next = this.evaluated.withVariables(variables);
      const started = performance.now();
      const given = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
      this.say(`${this.stack.name}: deploying ${given.join(" ") || "unchanged variables"}`);
      const problem = await rollOut(this, this.model, readSystem(next), () => {
        this.evaluated = next;
      });
      const seconds = (performance.now() - started) / 1000;
      if (problem === undefined)
        this.say(`${this.stack.name}: deployed in ${seconds.toFixed(1)} s`);
      return problem;
    } finally {
      this.isDeploying = false;
    }
  }

  async stop(): Promise<void> {
    this.autoscaling?.stop();
    await this.oneOff?.stop();
    await inTurn([...this.opened].reverse(), (part) => part.close());
    await Promise.all([...this.services.values()].map((service) => service.stop()));
    for (const group of this.targetGroups.values()) group.close();
    await this.connections?.close();
    await Promise.all([...this.balancers.values()].map((balancer) => balancer.close()));
    await inTurn([...this.prepared].reverse(), (part) => part.close());
    rmSync(this.workFolder, { recursive: true, force: true });
  }

  private async startAll(): Promise<void> {
    rmSync(this.logFolder, { recursive: true, force: true });
    for (const folder of [this.workFolder, this.logFolder]) mkdirSync(folder, { recursive: true });
    watchPrograms((pid) => {
      recordProcess(this.workFolder, pid);
    });
    const parts = (this.options.parts ?? PARTS).filter((part) => part.isIn(this.evaluated));
    await this.startBalancers();
    for (const part of parts) {
      const prepared = await part.prepare?.(this.context);
      if (prepared === undefined) continue;
      this.prepared.push(prepared);
      if (prepared.attributes) this.learn(prepared.attributes);
    }
    await this.startServices();
    for (const part of parts) {
      const opened = await part.open?.(this);
      if (opened !== undefined) this.opened.push(opened);
    }
    if (this.options.autoscale === true) {
      const { stack, evaluated, services, pace, traffic, say } = this;
      this.autoscaling = autoscaleSystem({
        name: stack.name,
        evaluated,
        services,
        speed: pace.speed,
        requests: () => traffic.requests,
        say,
      });
    }
  }

  private async startBalancers(): Promise<void> {
    const { balancers, targetGroups } = this.model;
    for (const [address, model] of targetGroups) {
      if (model.protocolVersion !== "HTTP1") {
        this.say(
          `${address}: requests are sent by HTTP/1.1 here, not by ${model.protocolVersion === "GRPC" ? "gRPC" : "HTTP/2"}`,
        );
      }
      this.targetGroups.set(
        address,
        new TargetGroup(model, {
          pace: this.pace,
          idleTimeoutSeconds:
            balancers.find(({ kind }) => kind === "application")?.idleTimeoutSeconds ?? 60,
          onChange: (target) => {
            for (const service of this.services.values()) service.targetChanged(target.id);
          },
        }),
      );
    }
    // A network load balancer forwards to an application load balancer, which must start first.
    const inOrder = [...balancers].sort((one, other) => one.kind.localeCompare(other.kind));
    for (const model of inOrder) {
      const common = { wantedPort: this.wantedPort, record: this.record };
      const balancer =
        model.kind === "application"
          ? new Balancer(model, { ...common, targetGroups: this.targetGroups })
          : new NetworkBalancer(model, { ...common, targetGroups, balancers: this.balancers });
      this.balancers.set(model.address, balancer);
      await balancer.start();
      this.learn({ [model.address]: { dns_name: new URL(balancer.url).host } });
    }
  }

  private get systemName(): string {
    return this.options.synthesis.systemOf(this.stack) ?? this.stack.name;
  }

  private async startServices(): Promise<void> {
    const { options, prepared } = this;
    const imagesStack = options.synthesis.stacks.find(({ name }) =>
      options.stack.dependencies.includes(name),
    );
    const images = new ImageStore({
      builds: await imageBuilds(imagesStack, options.projectRoot),
      commands: givenCommands(options.commands ?? {}, this.systemName, this.model.services),
      projectRoot: options.projectRoot,
      folder: join(this.workFolder, "images"),
      say: this.say,
    });
    const connections = await Endpoints.open({
      services: this.model.services,
      tasksOf: ({ address }, port) => this.services.get(address)?.endpointsOf(port) ?? [],
      say: this.say,
    });
    this.connections = connections;
    const programs = {
      ...fromParts(prepared, options.environment),
      logFolder: this.logFolder,
      ...(options.onLine ? { onLine: options.onLine } : {}),
      pace: this.pace,
      say: this.say,
    };
    const oneOff = new OneOffTasks(programs);
    this.oneOff = oneOff;
    for (const model of this.model.services) {
      const own = { targetGroups: this.targetGroups, images, names: connections.hostsOf(model) };
      this.services.set(model.address, new Service(model, { ...programs, ...own }));
    }
    const services = [...this.services.values()];
    await Promise.all(
      services.map((service) => service.start((next) => oneOff.mustSucceed(service.model, next))),
    );
    oneOff.follow(services);
  }

  private learn(attributes: Attributes): void {
    this.evaluated = this.evaluated.withAttributes(attributes);
  }

  private get context(): PartContext {
    const { stack, evaluated, workFolder, logFolder, say } = this;
    return { stack, evaluated, workFolder, logFolder, say };
  }

  private readonly wantedPort = (port: number): WantedPort => {
    const { port: asked } = this.options;
    if (asked === undefined)
      return { port: port < 1024 ? 8000 + (port % 1000) : port, say: this.say };
    // If there are several listeners, the first gets the requested port.
    return this.isFirstListener() ? { port: asked, isAsked: true } : { port: 0 };
  };

  private isFirstListener(): boolean {
    this.listeners += 1;
    return this.listeners === 1;
  }
}

async function inTurn<Item>(
  items: readonly Item[],
  each: (item: Item) => Promise<void>,
): Promise<void> {
  for (const item of items) await each(item);
}
