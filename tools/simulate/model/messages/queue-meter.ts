import type { MessageQueue } from "./message-queue";

/** A queue at the end of an interval, and its activity per second during the interval. */
export interface QueueInterval {
  /** Messages that can be received. */
  readonly waiting: number;
  /** Messages that were received and not deleted. */
  readonly inFlight: number;
  readonly oldestSeconds: number;
  readonly sentPerSecond: number;
  readonly processedPerSecond: number;
  readonly deadLetteredPerSecond: number;
}

/** Measures a queue, interval by interval. */
export class QueueMeter {
  private readonly queue: MessageQueue;
  private readonly processed: () => number;
  private readonly oldestSeconds: () => number;
  private before = { time: 0, sent: 0, processed: 0, deadLettered: 0 };

  constructor(queue: MessageQueue, processed: () => number, oldestSeconds: () => number) {
    this.queue = queue;
    this.processed = processed;
    this.oldestSeconds = oldestSeconds;
  }

  close(time: number): QueueInterval {
    const { queue, before } = this;
    const { sent, visible, hidden, working, outcome } = queue;
    const now = { time, sent, processed: this.processed(), deadLettered: outcome.deadLettered };
    this.before = now;
    const seconds = Math.max(1, time - before.time);
    return {
      waiting: visible,
      inFlight: hidden + working,
      oldestSeconds: this.oldestSeconds(),
      sentPerSecond: (now.sent - before.sent) / seconds,
      processedPerSecond: (now.processed - before.processed) / seconds,
      deadLetteredPerSecond: (now.deadLettered - before.deadLettered) / seconds,
    };
  }
}
