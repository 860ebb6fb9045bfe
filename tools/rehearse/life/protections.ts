import { protectingArgument } from "../guard/protection";
import { type Block, blockOf } from "../../synthesized/fields";
import type { StackJson } from "../../synthesized/stack-json";

export interface Protections {
  /** Addresses of protected resources. */
  readonly addresses: readonly string[];
  /** Addresses of resources that an argument protects. Lifting the protection updates the resource. */
  readonly changed: readonly string[];
  /** An override that lifts the protections, as a settings change by the user would. */
  readonly lifted: Block;
}

/** The protections to lift before a stack can be destroyed. */
export function protectionsOf(stack: StackJson): Protections {
  const resources = stack.resourceTypes.flatMap((type) =>
    Object.entries(stack.resources(type)).flatMap(([name, resource]) => {
      const lifted = liftedArguments(type, resource);
      return Object.keys(lifted).length > 0 ? [{ type, name, lifted }] : [];
    }),
  );
  const byType: Record<string, Record<string, Block>> = {};
  for (const { type, name, lifted } of resources) (byType[type] ??= {})[name] = lifted;
  const addressOf = ({ type, name }: { type: string; name: string }) => `${type}.${name}`;
  return {
    addresses: resources.map(addressOf),
    changed: resources
      .filter(({ lifted }) => Object.keys(lifted).some((argument) => argument !== "lifecycle"))
      .map(addressOf),
    lifted: { resource: byType },
  };
}

function liftedArguments(type: string, resource: Block): Block {
  const lifecycle =
    blockOf(resource, "lifecycle").prevent_destroy === true
      ? { lifecycle: { prevent_destroy: false } }
      : {};
  const protecting = protectingArgument(type, resource);
  return protecting === undefined
    ? lifecycle
    : { ...lifecycle, [protecting.argument]: protecting.lifted, ...protecting.along };
}
