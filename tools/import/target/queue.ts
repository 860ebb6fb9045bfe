/** The last part of a queue's address or ARN: the account, and the name. */
const QUEUE =
  /^(?:https?:\/\/[^/]+\/|arn:aws[\w-]*:sqs:[\w-]+:)\d{12}[/:]([\w-]{1,80}(?:\.fifo)?)$/;

/** The name of the SQS queue that a value is the address or ARN of, also of an emulator. */
export function queueIn(value: string): string | undefined {
  return QUEUE.exec(value)?.[1];
}

/** What a program loses that took its work from a FIFO queue. */
export const FIFO_LOST =
  "It is a FIFO queue, and that of the system worker is a standard one: the order of messages, their deduplication and MessageGroupId are lost. The program must accept duplicates, and messages in any order (docs/reference/systems/worker.md).";

/** Whether a queue keeps the order of its messages, which its name says. */
export function isFifo(name: string | undefined): boolean {
  return name?.endsWith(".fifo") === true;
}

/** The name of the first SQS queue that a program's variables name, which says that it works from a queue. */
export function queueAmong(values: readonly (string | undefined)[]): string | undefined {
  return values.map((value) => queueIn(value ?? "")).find((name) => name !== undefined);
}
