import { freemem } from "node:os";
import { rehearseEnvironment, type RehearsalOptions } from "./rehearse-environment";
import type { EnvironmentReport } from "./report";

/** Terraform with its AWS provider takes 650 MB, the emulator 300 MB. */
const MEMORY_PER_ENVIRONMENT_MIB = 1024;

/** How many environments fit side by side into the memory that is free now. */
export function fittingConcurrency(freeMiB = freemem() / 2 ** 20): number {
  return Math.max(1, Math.floor(freeMiB / MEMORY_PER_ENVIRONMENT_MIB));
}

/**
 * Rehearses environments, `concurrency` at a time.
 *
 * @returns one promise per environment, by its name
 */
export function rehearseEnvironments(
  environments: readonly string[],
  options: RehearsalOptions & { readonly concurrency: number },
): ReadonlyMap<string, Promise<EnvironmentReport>> {
  const places: Promise<unknown>[] = Array.from({ length: options.concurrency }, () =>
    Promise.resolve(),
  );
  return new Map(
    environments.map((environment, index) => {
      const place = index % places.length;
      const rehearsal = (places[place] ?? Promise.resolve()).then(() =>
        rehearseEnvironment(environment, options),
      );
      // One environment's failure is its own: the next in its place runs all the same.
      places[place] = rehearsal.catch(() => undefined);
      return [environment, rehearsal];
    }),
  );
}
