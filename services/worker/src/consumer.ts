import { reasonOf } from "@services/kit/request-error";
import { traceMessage } from "@services/kit/tracing";
import type { FastifyBaseLogger } from "fastify";
import { setTimeout as delay } from "node:timers/promises";
import { readJob, work } from "./job";
import type { TaskProtection } from "./task-protection";
import type { Taken, WorkQueue } from "./work-queue";

export interface ConsumerOptions {
  readonly queue: WorkQueue;
  /** @default - no scale-in protection */
  readonly protection?: TaskProtection | undefined;
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  readonly log: FastifyBaseLogger;
}

/** Pause after a failed call. */
const RETRY_MS = 1_000;

/**
 * Receives messages, processes them and deletes those that succeed, round by round, until it is stopped. A failed message
 * is not deleted: SQS delivers it again, and finally moves it to the dead-letter queue.
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

  /** Receives no more messages, and resolves when the current ones are finished. */
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
        log.warn({ reason: reasonOf(error) }, "the queue is not available");
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
    const done = await Promise.all(messages.map((message) => this.traced(message)));
    await this.confirm(messages.filter((_, index) => done[index]));
  }

  /** @see https://opentelemetry.io/docs/specs/semconv/messaging/sqs/ */
  private traced(message: Taken): Promise<boolean> {
    const attributes = {
      "messaging.system": "aws_sqs",
      "messaging.operation.type": "process",
      "messaging.message.id": message.messageId,
    };
    return traceMessage({ name: "process message", attributes }, () => this.process(message));
  }

  /** @returns whether the work succeeded */
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

  /** Deletes finished messages, even during a shutdown. Otherwise another task would process them again. */
  private async confirm(messages: readonly Taken[]): Promise<void> {
    const { queue, log } = this.options;
    const again = await queue.done(messages);
    for (const messageId of again) {
      log.warn({ messageId }, "message processed, but not deleted: it will be received again");
    }
  }

  /**
   * Continues without protection if ECS refuses it: SIGTERM leaves time to finish, and SQS delivers unfinished messages
   * again.
   */
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
