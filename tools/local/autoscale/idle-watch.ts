import { wakeUpMinutes } from "../../../aws/scaling/idling";
import type { Idling } from "../../synthesized/idling";

/** What the workflow of the setting `idle` would do. */
export type IdleChange = "stop" | "start";

/**
 * Tells when the tasks of a system stop because nobody has called, and when they start after a request: by then CloudWatch
 * has the number of requests, and its alarm has read it. The system begins awake; in AWS it would be idle until it is called.
 */
export class IdleWatch {
  private readonly idleSeconds: number;
  private readonly requests: () => number;
  private seen: number;
  private lastAt = 0;
  private isIdle = false;
  private wakesAt = Infinity;

  /** @param requests how many requests there have been */
  constructor({ afterMinutes }: Idling, requests: () => number) {
    this.idleSeconds = 60 * afterMinutes;
    this.requests = requests;
    this.seen = requests();
  }

  /** @param now seconds of the clock that metrics and alarms have */
  look(now: number): IdleChange | undefined {
    const requests = this.requests();
    if (requests > this.seen) {
      this.seen = requests;
      this.lastAt = now;
      if (this.isIdle && this.wakesAt === Infinity)
        this.wakesAt = now + 60 * (wakeUpMinutes.metric + wakeUpMinutes.alarm);
    }
    if (!this.isIdle && now - this.lastAt >= this.idleSeconds) {
      this.isIdle = true;
      return "stop";
    }
    if (now >= this.wakesAt) {
      this.wakesAt = Infinity;
      this.isIdle = false;
      return "start";
    }
    return undefined;
  }
}
