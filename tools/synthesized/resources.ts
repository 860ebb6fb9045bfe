import type { Block } from "./fields";

/** A resource of a stack. Read its fields with `fields.ts`. */
export interface Resource {
  /** Terraform's address, such as `aws_lb.entry`. */
  readonly address: string;
  readonly block: Block;
}

/**
 * Resources with their expressions evaluated. An attribute that only AWS knows is its own address, such as
 * `aws_lb.entry.arn`.
 */
export interface Resources {
  /** All resources of a type, in the order of the JSON. */
  resources(type: string): readonly Resource[];
  /** The resource at an address. */
  resource(address: string): Resource | undefined;
}

/** The address in an evaluated reference: `aws_lb.entry` of `aws_lb.entry.arn`. */
export function addressIn(reference: unknown): string | undefined {
  if (typeof reference !== "string") return undefined;
  return /^((?:data\.)?[a-z0-9_]+\.[\w-]+)\.[\w.]+$/.exec(reference)?.[1];
}

/** The resource that an evaluated reference, such as the value of `task_definition`, leads to. */
export function referenced(resources: Resources, reference: unknown): Resource | undefined {
  const address = addressIn(reference);
  return address === undefined ? undefined : resources.resource(address);
}

/** Resources of a type whose argument refers to an attribute of the owner, whichever attribute that is. */
export function belongingTo(
  resources: Resources,
  type: string,
  argument: string,
  owner: string,
): readonly Resource[] {
  return resources.resources(type).filter(({ block }) => addressIn(block[argument]) === owner);
}
