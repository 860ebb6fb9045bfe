import { setTimeout as wait } from "node:timers/promises";

/** How much shorter the waits of AWS are on this machine: at speed 10, a wait of 60 s takes 6 s. */
export class Pace {
  readonly speed: number;

  constructor(speed: number) {
    this.speed = speed;
  }

  milliseconds(seconds: number): number {
    return (seconds * 1000) / this.speed;
  }

  /** Resolves early when the signal aborts. A pending wait does not keep the process running. */
  async wait(seconds: number, signal?: AbortSignal): Promise<void> {
    try {
      await wait(this.milliseconds(seconds), undefined, { signal, ref: false });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  }
}
