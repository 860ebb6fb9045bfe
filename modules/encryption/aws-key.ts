import type { IConstruct } from "constructs";

const reasons = new WeakMap<IConstruct, string>();

/** Leaves a resource encrypted with a key of AWS, whatever the environment's setting. */
export function keepAwsKey(resource: IConstruct, reason: string): void {
  reasons.set(resource, reason);
}

export function keepsAwsKey(resource: IConstruct): boolean {
  return reasons.has(resource);
}
