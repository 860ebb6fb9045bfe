import { reasonOf } from "@services/kit/request-error";
import type { FastifyBaseLogger } from "fastify";
import { setTimeout as delay } from "node:timers/promises";
import { readJob, work } from "./job";
import type { TaskProtection } from "./task-protection";
import type { Taken, WorkQueue } from "./work-queue";

export interface ConsumerOptions {
  readonly queue: WorkQueue;
  /** @default nobody is asked */
  readonly protection?: TaskProtection | undefined;
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  readonly log: FastifyBaseLogger;
}

/** Pause after a call that failed. */
const RETRY_MS = 1_000;

/**
 * Takes messages, works on them, and deletes those that are done, round by round, until it is stopped. A message that fails
 * is not deleted: SQS hands it out again, and in the end puts it into the dead-letter queue.
 */
export class Consumer {
  private readonly options: ConsumerOptions;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(options: ConsumerOptions) {
    this.options = options;
  }

  start(): void {
    this.running = this.run();
  }

  /** Takes no more, and resolves when what it has is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.endProtection();
  }

  private async run(): Promise<void> {
    const { log } = this.options;
    while (!this.stopping.signal.aborted) {
      try {
        await this.round();
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        log.warn({ reason: reasonOf(error) }, "the queue does not answer");
        await delay(RETRY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async round(): Promise<void> {
    const { queue, concurrency } = this.options;
    const { signal } = this.stopping;
    const messages = await queue.take(concurrency, signal);
    if (signal.aborted) {
      await queue.giveBack(messages);
      return;
    }
    if (messages.length === 0) {
      await this.endProtection();
      return;
    }
    await this.beginProtection();
    const done = await Promise.all(messages.map((message) => this.process(message)));
    await this.confirm(messages.filter((_, index) => done[index]));
  }

  /** @returns whether the work is done */
  private async process({ messageId, body }: Taken): Promise<boolean> {
    const { log, timeoutSeconds } = this.options;
    const started = performance.now();
    try {
      const job = readJob(body);
      await work(job, AbortSignal.timeout(timeoutSeconds * 1000));
      const durationMs = Math.round(performance.now() - started);
      log.info({ messageId, job: job.id, durationMs }, "message processed");
      return true;
    } catch (error) {
      log.error({ messageId, reason: reasonOf(error) }, "message failed");
      return false;
    }
  }

  /** Deletes what is done, even while the program stops: or else another task would do it again. */
  private async confirm(messages: readonly Taken[]): Promise<void> {
    const { queue, log } = this.options;
    const again = await queue.done(messages);
    for (const messageId of again) {
      log.warn({ messageId }, "message processed, but not deleted: it will come again");
    }
  }

  /** Without protection the work goes on: SIGTERM gives it some time, and SQS hands out again what is not done by then. */
  private async beginProtection(): Promise<void> {
    const { protection, log } = this.options;
    try {
      await protection?.begin();
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, "working without protection from scale-in");
    }
  }

  private async endProtection(): Promise<void> {
    const { protection, log } = this.options;
    try {
      await protection?.end();
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, "still protected from scale-in");
    }
  }
}
