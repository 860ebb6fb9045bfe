import type { HostStation } from "../requests/host-station";
import type { ServiceTraffic } from "../requests/service-traffic";
import type { QueueConsumer } from "../system";
import type { World } from "../world";
import type { MessageQueue, Messages } from "./message-queue";

/** Messages that tasks received in the same step. They arrive and end evenly over a step. */
interface Batch {
  readonly receivedAt: number;
  readonly holdSeconds: number;
  readonly messages: readonly Messages[];
  /** Share of messages that has not ended yet. */
  left: number;
}

/**
 * The tasks of a service on one host that take messages from a queue. Each task works on several messages at once, and
 * receives the next as soon as one has ended. A message that fails is not deleted.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 */
export class MessageStation implements HostStation {
  readonly traffic: ServiceTraffic;
  healthy = 0;
  unhealthy = 0;
  draining = 0;
  demand = 0;
  granted = 0;
  overloadedSeconds = 0;
  readonly requestSeconds = 0;
  isDead = false;
  /** Messages that its tasks work on. */
  inFlight = 0;
  private batches: Batch[] = [];
  private readonly world: World;
  private readonly queue: MessageQueue;
  private readonly consumer: QueueConsumer;
  private readonly cpuSeconds: number;

  constructor(world: World, traffic: ServiceTraffic, queue: MessageQueue, consumer: QueueConsumer) {
    this.world = world;
    this.traffic = traffic;
    this.queue = queue;
    this.consumer = consumer;
    this.cpuSeconds = world.parameters.cpuMsPerRequest / 1000;
  }

  get targets(): number {
    return this.healthy;
  }

  /** When the oldest message in work was sent. */
  get oldestSentAt(): number {
    let oldest = Infinity;
    for (const { messages } of this.batches)
      for (const { sentAt } of messages) oldest = Math.min(oldest, sentAt);
    return oldest;
  }

  want(seconds: number): void {
    const { messageSeconds, workersPerTask } = this.world.parameters;
    const { concurrency } = this.consumer;
    const slots = this.healthy * concurrency;
    const hold = Math.max(messageSeconds, this.cpuSeconds);
    const possible = Math.min(slots / hold, (this.healthy * workersPerTask) / this.cpuSeconds);
    const here = this.inFlight / hold + (this.queue.perTask * this.healthy) / seconds;
    this.demand = Math.min(possible, here) * this.cpuSeconds;
  }

  serve(vcpus: number, seconds: number): number {
    const now = this.world.queue.now;
    if (this.isDead) {
      this.abandon(1);
      return 0;
    }
    const before = this.inFlight;
    const ended = this.end(now + seconds);
    const hold = this.holdSeconds(vcpus);
    const slots = this.healthy * this.consumer.concurrency;
    // Tasks that finish within a step receive several times in it.
    const room = hold < seconds ? (slots * seconds) / hold : Math.max(0, slots - this.inFlight);
    const byCpu =
      (this.healthy * Math.min(vcpus, this.world.parameters.workersPerTask) * seconds) /
      this.cpuSeconds;
    const part = this.queue.perTask * this.healthy;
    const messages = this.queue.take(Math.min(room, byCpu, part));
    let received = 0;
    for (const { count } of messages) received += count;
    if (received > 0) {
      this.batches.push({ receivedAt: now, holdSeconds: hold, messages, left: 1 });
      this.inFlight += received;
    }
    const endedAtOnce = hold < seconds ? this.end(now + seconds) : 0;
    const mean = (before + this.inFlight) / 2;
    const used =
      hold < seconds
        ? (ended + endedAtOnce) * this.cpuSeconds
        : (mean * this.cpuSeconds * seconds) / hold;
    this.traffic.cpuSeconds += used;
    return used;
  }

  /** A task that is stopped finishes its messages if it is protected, or if they end before it is killed. */
  startDraining(wasHealthy: boolean): void {
    const part = wasHealthy && this.healthy > 0 ? 1 / this.healthy : 0;
    this.leave(wasHealthy);
    this.draining++;
    const unfinished = unfinishedShare(this.consumer, this.world.parameters.messageSeconds);
    if (unfinished > 0) this.abandon(part * unfinished);
  }

  endDraining(): void {
    this.draining--;
  }

  lose(wasHealthy: boolean): void {
    const part = wasHealthy && this.healthy > 0 ? 1 / this.healthy : 0;
    this.leave(wasHealthy);
    this.abandon(part);
  }

  private leave(wasHealthy: boolean): void {
    if (wasHealthy) this.healthy--;
    else this.unhealthy--;
  }

  /** How long a task works on a message: longer when the messages at a task share too little CPU. */
  private holdSeconds(vcpus: number): number {
    const { messageSeconds, workersPerTask } = this.world.parameters;
    const { concurrency, timeoutSeconds } = this.consumer;
    const usable = Math.min(vcpus, workersPerTask);
    const perTask = this.healthy > 0 ? this.inFlight / this.healthy : 0;
    const together = Math.min(concurrency, Math.max(1, perTask));
    const needed = Math.max(messageSeconds, (together * this.cpuSeconds) / usable);
    return Math.min(needed, timeoutSeconds ?? Infinity);
  }

  /** Ends the messages that are due until a time. @returns how many */
  private end(until: number): number {
    const { timeoutSeconds = Infinity } = this.consumer;
    let total = 0;
    for (const batch of this.batches) {
      const { receivedAt, holdSeconds } = batch;
      const due = Math.min(1, Math.max(0, until - holdSeconds - receivedAt));
      const share = due - (1 - batch.left);
      if (share <= 1e-12) continue;
      const isTooLong = this.world.parameters.messageSeconds > timeoutSeconds;
      for (const each of batch.messages) {
        const count = each.count * share;
        total += count;
        const failed = isTooLong ? count : count * each.poison;
        const done = count - failed;
        this.queue.delete(done);
        this.traffic.served += done;
        const seconds = Math.max(0, receivedAt + 0.5 - each.sentAt) + holdSeconds;
        if (done > 0) this.traffic.answered(done, seconds, 0);
        this.queue.giveUp(
          { ...each, count: failed, poison: isTooLong ? each.poison : 1 },
          receivedAt + due - share / 2,
        );
      }
      batch.left -= share;
    }
    if (total > 0) {
      this.batches = this.batches.filter(({ left }) => left > 1e-12);
      this.inFlight = this.batches.length === 0 ? 0 : Math.max(0, this.inFlight - total);
    }
    return total;
  }

  /** A share of all messages in work that nobody finishes. */
  private abandon(share: number): void {
    if (share <= 0 || this.batches.length === 0) return;
    for (const [index, batch] of this.batches.entries()) {
      for (const each of batch.messages)
        this.queue.giveUp(
          { ...each, count: each.count * batch.left * share },
          batch.receivedAt + 0.5,
        );
      this.batches[index] = {
        ...batch,
        messages: batch.messages.map((each) => ({ ...each, count: each.count * (1 - share) })),
      };
    }
    this.inFlight *= 1 - share;
    if (share >= 1) {
      this.batches = [];
      this.inFlight = 0;
    }
  }
}

/** Share of its messages that a stopped task does not finish before it is killed. */
export function unfinishedShare(
  { isProtected, stopTimeoutSeconds }: QueueConsumer,
  messageSeconds: number,
): number {
  if (isProtected || messageSeconds <= stopTimeoutSeconds) return 0;
  return 1 - stopTimeoutSeconds / messageSeconds;
}
