import { setTimeout as delay } from "node:timers/promises";

/** What a message says: how long the work takes. In its place comes the work of your own. */
export interface Job {
  readonly id: string;
  readonly milliseconds: number;
}

/** @throws Error that says what is wrong with the message */
export function readJob(body: string): Job {
  const job = JSON.parse(body) as Partial<Record<keyof Job, unknown>> | null;
  const { id, milliseconds = 0 } = job ?? {};
  if (typeof id !== "string" || id === "") throw new Error("The job has no id.");
  if (typeof milliseconds !== "number" || !(milliseconds >= 0)) {
    throw new Error("The job's milliseconds are no number from 0.");
  }
  return { id, milliseconds };
}

/**
 * Does the work. SQS may hand out a message twice, so that doing it twice must do no harm.
 *
 * @param signal aborts when the time for one message is over
 */
export async function work({ milliseconds }: Job, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal });
}
