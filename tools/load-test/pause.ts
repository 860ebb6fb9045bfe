import { setTimeout as wait } from "node:timers/promises";

/** Waits. Resolves early if the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await wait(Math.max(0, milliseconds), undefined, { signal });
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
  }
}
