import { after } from "node:test";
import type { Owner } from "./program";

/** Owns the resources that all tests of a file share. Releases them in reverse order. */
export function ownerOfFile(): Owner {
  const cleanUps: (() => Promise<void> | void)[] = [];
  after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });
  return { after: (cleanUp) => cleanUps.push(cleanUp) };
}
