import { availableParallelism, freemem } from "node:os";
import { Slots } from "../../process/slots";
import type { SelectedEnvironment } from "../synthesized/selection";
import {
  rehearseEnvironment,
  type RehearsalOptions,
  type RehearsedEnvironment,
} from "./rehearse-environment";

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
  return Math.max(1, Math.min(fitting, 8 * availableParallelism()));
}

/**
 * Rehearses environments side by side, with `concurrency` Terraforms at a time; one after the other where they share an
 * account, of which is then asked what is left.
 *
 * @returns one promise per environment, by its name
 */
export function rehearseEnvironments(
  environments: readonly SelectedEnvironment[],
  options: Omit<RehearsalOptions, "slots"> & { readonly concurrency: number },
): ReadonlyMap<string, Promise<RehearsedEnvironment>> {
  const slots = new Slots(options.concurrency);
  const turns = new Slots(options.isGiven ? 1 : environments.length);
  return new Map(
    environments.map((environment, index) => [
      environment.name,
      turns.use(() =>
        rehearseEnvironment(environment, {
          ...options,
          slots,
          provesLock: options.provesLock === true && index === 0,
        }),
      ),
    ]),
  );
}
