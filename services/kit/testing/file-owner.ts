import { after } from "node:test";
import type { Owner } from "./program";

/** Owns what all tests of a file share. Releases it in reverse order. */
export function ownerOfFile(): Owner {
  const cleanUps: (() => Promise<void> | void)[] = [];
  after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });
  return { after: (cleanUp) => cleanUps.push(cleanUp) };
}
