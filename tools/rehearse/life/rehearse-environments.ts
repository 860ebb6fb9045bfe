import { availableParallelism, freemem } from "node:os";
import { Slots } from "../../process/slots";
import { rehearseEnvironment, type RehearsalOptions } from "./rehearse-environment";
import type { EnvironmentReport } from "./report";

/** Terraform with its AWS provider. */
const TERRAFORM_MIB = 700;
/** An environment's emulator. */
const EMULATOR_MIB = 300;

/**
 * How many Terraforms fit side by side into the memory that is free now. Most of the time they wait, so that several
 * share a core.
 */
export function fittingConcurrency(environments: number, freeMiB = freemem() / 2 ** 20): number {
  const fitting = Math.floor((freeMiB - environments * EMULATOR_MIB) / TERRAFORM_MIB);
  return Math.max(1, Math.min(fitting, 4 * availableParallelism()));
}

/**
 * Rehearses environments side by side, with `concurrency` Terraforms at a time.
 *
 * @returns one promise per environment, by its name
 */
export function rehearseEnvironments(
  environments: readonly string[],
  options: Omit<RehearsalOptions, "slots"> & { readonly concurrency: number },
): ReadonlyMap<string, Promise<EnvironmentReport>> {
  const slots = new Slots(options.concurrency);
  return new Map(
    environments.map((environment) => [
      environment,
      rehearseEnvironment(environment, { ...options, slots }),
    ]),
  );
}
