import type { QueueSettings } from "../system";

/** Messages that were sent at about the same time and have the same history. */
export interface Messages {
  /** Mean time at which they were sent. */
  readonly sentAt: number;
  /** When SQS hands them out again, or handed them out for the first time. */
  readonly visibleAt: number;
  readonly count: number;
  /** Share of them that no attempt can process. */
  readonly poison: number;
  /** How often they were received. */
  readonly receives: number;
}

export interface QueueOutcome {
  /** Moved to the dead-letter queue. */
  deadLettered: number;
  /** Deleted by SQS because they were older than the retention period. */
  expired: number;
}

/** Maximum number of message groups. Beyond it, neighbors are merged, so that memory use stays constant. */
const MOST_GROUPS = 2048;
/** A message received this often no longer counts for ApproximateAgeOfOldestMessage. */
const RECEIVES_OF_A_STRAGGLER = 3;

/**
 * An SQS standard queue with a dead-letter queue. Received messages stay in the queue until they are deleted. If they
 * are not deleted, they become visible again when the visibility timeout has passed since they were received.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export class MessageQueue {
  readonly settings: QueueSettings;
  readonly outcome: QueueOutcome;
  /** Visible messages, and received messages that no task works on anymore. */
  visible = 0;
  hidden = 0;
  /** Messages that tasks work on. They count as received, but not visible. */
  working = 0;
  sent = 0;
  /** Visible messages per receiving task, at the start of the step. No task takes more than its share. */
  perTask = 0;
  private fresh: Messages[] = [];
  private again: Messages[] = [];
  private waiting: Messages[] = [];

  constructor(settings: QueueSettings, outcome: QueueOutcome) {
    this.settings = settings;
    this.outcome = outcome;
  }

  /** Messages that no task works on. */
  get idle(): number {
    return this.visible + this.hidden;
  }

  /** Starts a step: adds the messages sent during it, and returns or removes the messages that are due. */
  step(now: number, sent: number, poison: number, receivers: number): void {
    this.sent += sent;
    if (sent > 0) {
      const sentAt = now + 0.5;
      this.fresh.push({ sentAt, visibleAt: sentAt, count: sent, poison, receives: 0 });
      this.visible += sent;
      if (this.fresh.length > MOST_GROUPS) this.fresh = thinned(this.fresh);
    }
    while (this.waiting.length > 0 && (this.waiting[0]?.visibleAt ?? 0) <= now) this.comeBack();
    this.expire(this.fresh, now);
    this.expire(this.again, now);
    this.perTask = receivers > 0 ? this.visible / receivers : 0;
  }

  /** Receives up to `most` messages. Messages that have been visible longest come first. */
  take(most: number): readonly Messages[] {
    const taken: Messages[] = [];
    let left = Math.min(most, this.visible);
    while (left > 1e-12) {
      const [fresh] = this.fresh;
      const [again] = this.again;
      const isFresh =
        fresh !== undefined && (again === undefined || fresh.visibleAt <= again.visibleAt);
      const head = isFresh ? fresh : again;
      if (head === undefined) break;
      const list = isFresh ? this.fresh : this.again;
      const count = Math.min(left, head.count);
      if (count >= head.count) list.shift();
      else list[0] = { ...head, count: head.count - count };
      taken.push({ ...head, count, receives: head.receives + 1 });
      left -= count;
      this.visible = Math.max(0, this.visible - count);
      this.working += count;
    }
    return taken;
  }

  /** Deletes processed messages. */
  delete(count: number): void {
    this.working = Math.max(0, this.working - count);
  }

  /** Returns messages that nobody works on anymore and that were not deleted. */
  giveUp(messages: Messages, receivedAt: number): void {
    if (messages.count <= 0) return;
    this.working = Math.max(0, this.working - messages.count);
    this.hidden += messages.count;
    const visibleAt = receivedAt + this.settings.visibilityTimeoutSeconds;
    const { waiting } = this;
    let at = waiting.length;
    while (at > 0 && (waiting[at - 1]?.visibleAt ?? 0) > visibleAt) at--;
    const before = waiting[at - 1];
    const isAlike =
      before?.receives === messages.receives &&
      visibleAt - before.visibleAt < 1 &&
      before.count > 0;
    if (isAlike) waiting[at - 1] = merged(before, { ...messages, visibleAt });
    else waiting.splice(at, 0, { ...messages, visibleAt });
    if (waiting.length > 4 * MOST_GROUPS) this.waiting = thinned(waiting);
  }

  /**
   * Age of the oldest message. A message that was received three times without being deleted does not count.
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   *
   * @param oldestInWork when the oldest message that a task works on was sent
   */
  oldestSeconds(now: number, oldestInWork: number): number {
    let oldest = Math.min(oldestInWork, this.fresh[0]?.sentAt ?? Infinity);
    for (const list of [this.again, this.waiting])
      for (const { sentAt, receives } of list)
        if (receives < RECEIVES_OF_A_STRAGGLER) oldest = Math.min(oldest, sentAt);
    return oldest === Infinity ? 0 : Math.max(0, now - oldest);
  }

  private comeBack(): void {
    const messages = this.waiting.shift();
    if (messages === undefined) return;
    this.hidden = Math.max(0, this.hidden - messages.count);
    const { maxReceives } = this.settings;
    // SQS moves a message when it is received once more. Here, tasks are always waiting for it.
    if (maxReceives !== undefined && messages.receives >= maxReceives) {
      this.outcome.deadLettered += messages.count;
      return;
    }
    this.again.push(messages);
    this.visible += messages.count;
    if (this.again.length > MOST_GROUPS) this.again = thinned(this.again);
  }

  /** The retention period starts when a message is sent, whatever happens to it later. */
  private expire(list: Messages[], now: number): void {
    const eldest = now - this.settings.retentionSeconds;
    for (let [head] = list; head !== undefined && head.sentAt < eldest; [head] = list) {
      list.shift();
      this.visible = Math.max(0, this.visible - head.count);
      this.outcome.expired += head.count;
    }
  }
}

/** Merges neighbors that became visible at about the same time, until about half of the list is left. */
function thinned(list: readonly Messages[]): Messages[] {
  const width = (2 * ((list.at(-1)?.visibleAt ?? 0) - (list[0]?.visibleAt ?? 0))) / list.length;
  const kept: Messages[] = [];
  let begin = -Infinity;
  for (const each of list) {
    const last = kept.at(-1);
    if (last?.receives === each.receives && each.visibleAt - begin < width)
      kept[kept.length - 1] = merged(last, each);
    else {
      kept.push(each);
      begin = each.visibleAt;
    }
  }
  return kept;
}

function merged(one: Messages, other: Messages): Messages {
  const count = one.count + other.count;
  const mean = (a: number, b: number) => (a * one.count + b * other.count) / count;
  return {
    sentAt: mean(one.sentAt, other.sentAt),
    visibleAt: mean(one.visibleAt, other.visibleAt),
    count,
    poison: mean(one.poison, other.poison),
    receives: one.receives,
  };
}
