import type { Block } from "../../synthesized/stack-json";
import { blocksOf } from "../synthesized/fields";

export { type Block, blocksOf };

/**
 * A stack with its expressions evaluated. An attribute that only AWS knows is its own address, such as
 * `aws_apigatewayv2_api.api.id`.
 */
export interface Resources {
  /** Resources of a type by their address. */
  resources(type: string): ReadonlyMap<string, Block>;
}

export interface Resource {
  readonly address: string;
  readonly block: Block;
}

export function all(resources: Resources, type: string): readonly Resource[] {
  return [...resources.resources(type)].map(([address, block]) => ({ address, block }));
}

/** The resources of a type whose argument refers to another resource's id. */
export function belongingTo(
  resources: Resources,
  type: string,
  argument: string,
  owner: string,
): readonly Resource[] {
  return all(resources, type).filter(({ block }) => block[argument] === `${owner}.id`);
}

/** The address in a reference to a resource's attribute: `aws_lb.entry` of `aws_lb.entry.arn`. */
export function addressIn(reference: unknown): string | undefined {
  if (typeof reference !== "string") return undefined;
  return /^((?:data\.)?[a-z0-9_]+\.[\w-]+)\.[\w.]+$/.exec(reference)?.[1];
}

export function firstBlock(block: Block, name: string): Block | undefined {
  return blocksOf(block, name)[0];
}

export function textOf(block: Block, name: string): string | undefined {
  const value = block[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function requiredText(block: Block, name: string): string {
  const value = textOf(block, name);
  if (value !== undefined) return value;
  throw new Error(`"${name}" must be text, got ${JSON.stringify(block[name])}.`);
}

/** A number, which Terraform also takes as text. */
export function numberOf(block: Block, name: string): number | undefined {
  const value = block[name];
  return value === undefined || value === null || value === "" ? undefined : Number(value);
}

/** A boolean, which Terraform also takes as text. */
export function isTrue(block: Block, name: string): boolean {
  return block[name] === true || block[name] === "true";
}

export function textsOf(block: Block, name: string): readonly string[] {
  return (block[name] ?? []) as readonly string[];
}

export function mapOf(block: Block, name: string): Readonly<Record<string, string>> {
  return (block[name] ?? {}) as Readonly<Record<string, string>>;
}
