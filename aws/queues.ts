import type { Range, TextRule, Violation } from "./violation";

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
  /** 60 seconds to 14 days; a day is the least that a person could react in. */
  retentionDays: [1, 14],
  maxReceives: [1, 1000],
  /** Messages of one receive. */
  messagesPerReceive: [1, 10],
} as const satisfies Record<string, Range>;

const SECONDS_PER_DAY = 86_400;

/**
 * A message that goes to the dead-letter queue keeps the moment at which it was sent: with the same retention there, one
 * that went over late would be gone at once.
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

/** A message that SQS hands out again while somebody works on it is worked on twice. */
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
        rule: `must be above messages.timeoutSeconds (${timeoutSeconds}), or else SQS hands out again what is still worked on`,
        got: visibilityTimeoutSeconds,
        fix: `Raise it, as to ${2 * timeoutSeconds}, or lower messages.timeoutSeconds.`,
      };
}

/** What one task has before it, at the pace that it is sure to keep. */
export interface Backlog {
  readonly messagesPerTask: number;
  /** How long one message may take. */
  readonly timeoutSeconds: number;
  /** Messages that a task works on at the same time. */
  readonly concurrency: number;
}

/** Seconds until a task is through with its backlog, if each message takes as long as it may. */
export function secondsFor({ messagesPerTask, timeoutSeconds, concurrency }: Backlog): number {
  return Math.ceil(messagesPerTask / concurrency) * timeoutSeconds;
}

/** A backlog that scaling leaves alone must be done before its last message has passed its retention. */
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
