import { type Block, blockOf, type StackJson } from "../../synthesized/stack-json";

/**
 * Addresses of resources that take something from a data source which is read again because of a change: what refers to a
 * resource that changes, Terraform reads during the apply only, so that a plan cannot tell whether its user stays.
 *
 * @param changing addresses of resources that change
 * @see https://developer.hashicorp.com/terraform/language/data-sources#data-resource-dependencies
 */
export function usersOfDeferredReads(
  stack: StackJson,
  changing: readonly string[],
): ReadonlySet<string> {
  const data = elements(blockOf(stack.json, "data"), "data.");
  const deferred = new Set<string>();
  for (let before = -1; before !== deferred.size;) {
    before = deferred.size;
    for (const [address, text] of data)
      if (refersTo(text, [...changing, ...deferred])) deferred.add(address);
  }
  const users = elements(blockOf(stack.json, "resource"), "").filter(([, text]) =>
    refersTo(text, [...deferred]),
  );
  return new Set(users.map(([address]) => address));
}

/** Addresses of a section's elements, each with its text. */
function elements(section: Block, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(section).flatMap(([type, byName]) =>
    Object.entries(byName as Record<string, Block>).map(
      ([name, block]) => [`${prefix}${type}.${name}`, JSON.stringify(block)] as const,
    ),
  );
}

function refersTo(text: string, addresses: readonly string[]): boolean {
  return addresses.some((address) => text.includes(`${address}.`) || text.includes(`"${address}"`));
}
