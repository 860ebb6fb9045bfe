import { existsSync, renameSync, rmSync } from "node:fs";

/**
 * Gives a folder that is complete its name. A rename is atomic, so that no other run ever finds a part of it. If another run
 * has finished first, its result stays, and `unfinished` is removed.
 */
export function moveIntoPlace(unfinished: string, finished: string): void {
  try {
    renameSync(unfinished, finished);
  } catch (error) {
    if (!existsSync(finished)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}
