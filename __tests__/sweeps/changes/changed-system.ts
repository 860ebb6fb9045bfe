import type { EnvironmentSettings } from "../../../settings/environment";

type Systems = EnvironmentSettings["systems"];

/** A change of settings that somebody makes, by paths within the system, or within its environment after a slash. */
export interface SettingsChange {
  readonly title: string;
  readonly set: Readonly<Record<string, unknown>>;
  /** Addresses that the guard keeps from being destroyed: the change is made in two steps, or allowed by name. @default none */
  readonly guarded?: readonly string[];
  /** How many numbers it gives to one resource that another still has. @default 0 */
  readonly clashes?: number;
  /** What is told of the plan and is meant. @default nothing */
  readonly meant?: readonly string[];
}

/** A system as it was deployed, and what may become of it. */
export interface ChangedSystem<Name extends keyof Systems = keyof Systems> {
  readonly system: Name;
  readonly settings: NonNullable<Systems[Name]>;
  readonly changes: readonly SettingsChange[];
}

/** A certificate that exists. */
export function certificate(region = "us-east-2"): string {
  return `arn:aws:acm:${region}:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef`;
}
