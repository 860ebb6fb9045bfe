import type { SynthesizedStack } from "../../synthesized/synthesis";
import type { Block } from "../../synthesized/fields";
import type { Resource, Resources } from "../../synthesized/resources";

/** Addresses of a stack's own names, such as `https://stores.example.com`, and where that is on this machine. */
const namesOfStacks = new WeakMap<SynthesizedStack, Map<string, string>>();

/** From now on a name of the stack's own is found on this machine. */
export function nameLocally(stack: SynthesizedStack, address: string, local: string): void {
  const names = namesOfStacks.get(stack) ?? new Map<string, string>();
  namesOfStacks.set(stack, names.set(address, local));
}

/**
 * A text with addresses of this machine in place of the stack's own names, and as plain HTTP: the JSON asks for HTTPS, for
 * which there is no certificate here.
 */
export function localAddresses(text: string, stack: SynthesizedStack): string {
  const named = [...(namesOfStacks.get(stack) ?? [])].reduce(
    (replaced, [address, local]) =>
      replaced.replaceAll(new RegExp(`${escaped(address)}(?![\\w.:-])`, "g"), () => local),
    text,
  );
  return named.replaceAll(/https:\/\/(127\.0\.0\.1:\d+)/g, "http://$1");
}

/** The same resources with addresses on this machine. */
export function withLocalAddresses(resources: Resources, stack: SynthesizedStack): Resources {
  const local = ({ address, block }: Resource): Resource => ({
    address,
    block: JSON.parse(localAddresses(JSON.stringify(block), stack)) as Block,
  });
  return {
    resources: (type) => resources.resources(type).map(local),
    resource: (address) => {
      const found = resources.resource(address);
      return found && local(found);
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
