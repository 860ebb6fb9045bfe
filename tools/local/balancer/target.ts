import { Agent } from "node:http";
import type { TaskEndpoint } from "../part";
import type { Candidate } from "./target-choice";
import { INITIAL_HEALTH, type TargetHealth } from "./target-health";

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

  /** Resolves when no request is in flight on it. */
  idle(): Promise<void> {
    if (this.outstandingRequests === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.agent.destroy();
  }
}
