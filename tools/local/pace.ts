import { setTimeout as wait } from "node:timers/promises";

/** How fast the waits of AWS go by on this machine: at speed 10 those of 60 s last 6 s. */
export class Pace {
  readonly speed: number;

  constructor(speed: number) {
    this.speed = speed;
  }

  milliseconds(seconds: number): number {
    return (seconds * 1000) / this.speed;
  }

  /** Resolves early when the signal aborts; a wait alone does not keep the program running. */
  async wait(seconds: number, signal?: AbortSignal): Promise<void> {
    try {
      await wait(this.milliseconds(seconds), undefined, { signal, ref: false });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  }
}
