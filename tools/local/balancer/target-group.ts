import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { type Candidate, TargetChoice } from "./target-choice";
import {
  afterCheck,
  checkHealth,
  INITIAL_HEALTH,
  inService,
  type TargetHealth,
} from "./target-health";
import type { Pace } from "../pace";
import type { TaskEndpoint } from "../part";
import type { TargetGroupModel } from "../../synthesized/system/target-group";

/** A task's port that a target group sends requests to. */
export class Target implements Candidate {
  readonly endpoint: TaskEndpoint;
  /** Its connections; none is used again once the program at their other end is to stop. */
  readonly agent: Agent;
  health: TargetHealth = INITIAL_HEALTH;
  healthySince: number | undefined;
  /** Why the last check was bad. */
  lastProblem: string | undefined;
  outstandingRequests = 0;
  requests = 0;
  private readonly waiting: (() => void)[] = [];
  /** Connections that have left HTTP behind. */
  private readonly upgraded = new Set<Duplex>();

  /** @param idleSeconds how long a connection stays open without a request */
  constructor(endpoint: TaskEndpoint, idleSeconds: number) {
    this.endpoint = endpoint;
    this.agent = new Agent({ keepAlive: true, timeout: idleSeconds * 1000, maxSockets: Infinity });
  }

  get id(): string {
    return this.endpoint.taskId;
  }

  get secondsInService(): number {
    return this.healthySince === undefined ? 0 : (performance.now() - this.healthySince) / 1000;
  }

  begin(): void {
    this.outstandingRequests += 1;
    this.requests += 1;
  }

  end(): void {
    this.outstandingRequests -= 1;
    if (this.outstandingRequests === 0)
      this.waiting.splice(0).forEach((resolve) => {
        resolve();
      });
  }

  /**
   * A connection that goes on after its request, as a WebSocket does.
   *
   * @returns to be called when it is over
   */
  enter(connection: Duplex): () => void {
    this.begin();
    this.upgraded.add(connection);
    return () => {
      if (this.upgraded.delete(connection)) this.end();
    };
  }

  /** Resolves when no request is in flight on it. */
  idle(): Promise<void> {
    if (this.outstandingRequests === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.agent.destroy();
    for (const connection of this.upgraded) connection.destroy();
  }
}

export interface TargetGroupOptions {
  readonly pace: Pace;
  /** Of the balancer in front. */
  readonly idleTimeoutSeconds: number;
  /** Called when a target's health has changed. */
  readonly onChange?: (target: Target) => void;
}

/** The targets of a group: checks them, and picks one for each request. */
export class TargetGroup {
  readonly model: TargetGroupModel;
  private readonly options: TargetGroupOptions;
  private readonly choice: TargetChoice;
  private readonly members = new Map<string, { target: Target; stop: AbortController }>();

  constructor(model: TargetGroupModel, options: TargetGroupOptions) {
    this.model = model;
    this.options = options;
    this.choice = new TargetChoice({
      ...model,
      slowStartSeconds: options.pace.milliseconds(model.slowStartSeconds) / 1000,
    });
  }

  get targets(): readonly Target[] {
    return [...this.members.values()].map(({ target }) => target);
  }

  /** From now on the target is checked, and gets requests once it is healthy. */
  register(endpoint: TaskEndpoint): Target {
    const target = new Target(endpoint, this.options.idleTimeoutSeconds);
    const stop = new AbortController();
    this.members.set(target.id, { target, stop });
    void this.watch(target, stop.signal);
    return target;
  }

  /** Who gets the next request; undefined when no target is registered. */
  pick(): Target | undefined {
    return this.choice.next(inService(this.targets));
  }

  /**
   * Gives a target no new requests and waits for those in flight, at most as long as the deregistration delay.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay
   */
  async deregister(id: string): Promise<void> {
    const member = this.members.get(id);
    if (member === undefined) return;
    const { target, stop } = member;
    stop.abort();
    target.health = { state: "draining", contrary: 0 };
    this.options.onChange?.(target);
    const giveUp = new AbortController();
    await Promise.race([
      target.idle(),
      this.options.pace.wait(this.model.deregistrationDelaySeconds, giveUp.signal),
    ]);
    giveUp.abort();
    this.forget(id);
  }

  /** For a target that is gone already: there is nothing to wait for. */
  forget(id: string): void {
    const member = this.members.get(id);
    member?.stop.abort();
    member?.target.close();
    this.members.delete(id);
  }

  close(): void {
    for (const { target } of this.members.values()) this.forget(target.id);
  }

  private async watch(target: Target, signal: AbortSignal): Promise<void> {
    const { healthCheck } = this.model;
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      const problem = await checkHealth(target.endpoint, healthCheck);
      if (isOver()) return;
      const former = target.health;
      target.health = afterCheck(former, problem === undefined, healthCheck);
      target.lastProblem = problem;
      if (target.health.state !== former.state) {
        target.healthySince = target.health.state === "healthy" ? performance.now() : undefined;
        this.options.onChange?.(target);
      }
      await this.options.pace.wait(healthCheck.intervalSeconds, signal);
    }
  }
}
