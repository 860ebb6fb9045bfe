import type { Range, TextRule, Violation } from "../violation";

/** Name of a standard queue. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const queueName: TextRule = {
  rule: "must be 1 to 80 letters, digits, hyphens and underscores",
  pattern: /^[\w-]{1,80}$/,
};

/** The same, or the name of a FIFO queue. */
export const anyQueueName: TextRule = {
  rule: 'must be the name of an SQS queue: 1 to 80 letters, digits, hyphens and underscores, or 75 and ".fifo"',
  pattern: /^([\w-]{1,80}|[\w-]{1,75}\.fifo)$/,
};

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const queue = {
  visibilityTimeoutSeconds: [1, 43_200],
  /** AWS allows 60 seconds to 14 days. People need at least a day to react. */
  retentionDays: [1, 14],
  maxReceives: [1, 1000],
  /** Messages per receive call. */
  messagesPerReceive: [1, 10],
  /** An alarm needs a period of a minute; no message is older than the longest retention. */
  oldestMessageSeconds: [60, 14 * 86_400],
} as const satisfies Record<string, Range>;

const SECONDS_PER_DAY = 86_400;

/**
 * A message that moves to the dead-letter queue keeps its original send time. With the same retention there, a message that
 * moves late would expire at once.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function deadLettersOutlive({
  retentionDays,
  deadLetterRetentionDays,
}: {
  readonly retentionDays: number;
  readonly deadLetterRetentionDays: number;
}): Violation | undefined {
  return deadLetterRetentionDays > retentionDays
    ? undefined
    : {
        field: "deadLetterRetentionDays",
        rule:
          `must be above retentionDays (${retentionDays}): a message keeps the moment at which it was sent, so that one which ` +
          `fails on day ${retentionDays} would have ${deadLetterRetentionDays} - ${retentionDays} days left`,
        got: deadLetterRetentionDays,
        fix: "Raise it, or lower retentionDays.",
      };
}

/**
 * SQS delivers a message again if a task is still processing it when the visibility timeout ends, and it is processed
 * twice.
 */
export function hiddenWhileWorkedOn({
  visibilityTimeoutSeconds,
  timeoutSeconds,
}: {
  readonly visibilityTimeoutSeconds: number;
  readonly timeoutSeconds: number;
}): Violation | undefined {
  return visibilityTimeoutSeconds > timeoutSeconds
    ? undefined
    : {
        field: "queue.visibilityTimeoutSeconds",
        rule: `must be above messages.timeoutSeconds (${timeoutSeconds}), or else SQS delivers messages again that are still being processed`,
        got: visibilityTimeoutSeconds,
        fix: `Raise it, as to ${2 * timeoutSeconds}, or lower messages.timeoutSeconds.`,
      };
}

/** The backlog of one task, and its guaranteed speed. */
export interface Backlog {
  readonly messagesPerTask: number;
  /** How long one message may take. */
  readonly timeoutSeconds: number;
  /** Messages that a task works on at the same time. */
  readonly concurrency: number;
}

/** Seconds until a task has processed its backlog if every message takes the maximum time. */
export function secondsFor({ messagesPerTask, timeoutSeconds, concurrency }: Backlog): number {
  return Math.ceil(messagesPerTask / concurrency) * timeoutSeconds;
}

/** Tasks must process a tolerated backlog before its last message expires. */
export function doneWithinRetention({
  retentionDays,
  ...backlog
}: Backlog & { readonly retentionDays: number }): Violation | undefined {
  const { messagesPerTask, timeoutSeconds, concurrency } = backlog;
  const rounds = Math.floor((retentionDays * SECONDS_PER_DAY) / timeoutSeconds);
  return secondsFor(backlog) <= retentionDays * SECONDS_PER_DAY
    ? undefined
    : {
        field: "messagesPerTask",
        rule:
          `must be at most ${rounds * concurrency}, or else messages pass their retention before scaling adds a task: ` +
          `${messagesPerTask} messages of up to ${timeoutSeconds} s (messages.timeoutSeconds), ${concurrency} at a time ` +
          `(messages.concurrency), take a task ${secondsFor(backlog)} s, and the queue keeps them for ` +
          `${retentionDays * SECONDS_PER_DAY} s (queue.retentionDays)`,
        got: messagesPerTask,
        fix: "Lower it, or raise messages.concurrency or queue.retentionDays.",
      };
}
