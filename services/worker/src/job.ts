import { setTimeout as delay } from "node:timers/promises";

/** A job: how long the work takes. Replace this with your own. */
export interface Job {
  readonly id: string;
  readonly milliseconds: number;
}

/** @throws Error that describes the problem with the message */
export function readJob(body: string): Job {
  const job = JSON.parse(body) as Partial<Record<keyof Job, unknown>> | null;
  const { id, milliseconds = 0 } = job ?? {};
  if (typeof id !== "string" || id === "") throw new Error("The job has no id.");
  if (typeof milliseconds !== "number" || !(milliseconds >= 0)) {
    throw new Error("The job's milliseconds must be a number of at least 0.");
  }
  return { id, milliseconds };
}

/**
 * Does the work. SQS may deliver a message twice, so the work must be idempotent.
 *
 * @param signal aborts after the time limit for one message
 */
export async function work({ milliseconds }: Job, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal });
}
