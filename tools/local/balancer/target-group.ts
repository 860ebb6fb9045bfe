import { Agent, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { StickySessions } from "./sticky-sessions";
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

/** A port of a task that receives requests from a target group. */
export class Target implements Candidate {
  readonly endpoint: TaskEndpoint;
  /** Its connections. None is reused once the target is deregistered. */
  readonly agent: Agent;
  health: TargetHealth = INITIAL_HEALTH;
  healthySince: number | undefined;
  /** The reason why the last check failed. */
  lastProblem: string | undefined;
  outstandingRequests = 0;
  requests = 0;
  private readonly waiting: (() => void)[] = [];
  /** Connections that have switched to another protocol. */
  private readonly upgraded = new Set<Duplex>();

  /** @param idleSeconds how long an idle connection stays open */
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
   * Counts a connection that stays open after its request, such as a WebSocket.
   *
   * @returns a function to call when the connection ends
   */
  enter(connection: Duplex): () => void {
    this.begin();
    this.upgraded.add(connection);
    return () => {
      if (this.upgraded.delete(connection)) this.end();
    };
  }

  /** Resolves when no request is in flight. */
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
  /** The idle timeout of the load balancer. */
  readonly idleTimeoutSeconds: number;
  /** Called when the health of a target changes. */
  readonly onChange?: (target: Target) => void;
}

/** A target group: checks the health of its targets and picks one for each request. */
export class TargetGroup {
  readonly model: TargetGroupModel;
  private readonly options: TargetGroupOptions;
  private readonly choice: TargetChoice;
  /** By which clients keep their targets. */
  readonly sessions: StickySessions | undefined;
  private readonly members = new Map<string, { target: Target; stop: AbortController }>();

  constructor(model: TargetGroupModel, options: TargetGroupOptions) {
    this.model = model;
    this.options = options;
    this.sessions = model.stickiness && new StickySessions(model.stickiness, options.pace);
    this.choice = new TargetChoice({
      ...model,
      slowStartSeconds: options.pace.milliseconds(model.slowStartSeconds) / 1000,
    });
  }

  get targets(): readonly Target[] {
    return [...this.members.values()].map(({ target }) => target);
  }

  /** Registers a target. It receives requests once it is healthy. */
  register(endpoint: TaskEndpoint): Target {
    const target = new Target(endpoint, this.options.idleTimeoutSeconds);
    const stop = new AbortController();
    this.members.set(target.id, { target, stop });
    void this.watch(target, stop.signal);
    return target;
  }

  /** Picks the target of a request. Undefined if no target is registered. */
  pick(request: IncomingMessage): Target | undefined {
    const targets = inService(this.targets);
    return this.sessions?.targetOf(request, targets) ?? this.choice.next(targets);
  }

  /**
   * Sends no new requests to a target, and waits for those in flight up to the deregistration delay.
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

  /** Removes a target that has already stopped, without waiting. */
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
