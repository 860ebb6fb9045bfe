import type { StackJson } from "../../synthesized/stack-json";

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
  const refersTo = (block: unknown, addresses: readonly string[]): boolean =>
    stack.referencesIn(block).some((address) => addresses.includes(address));
  const deferred = new Set<string>();
  for (let before = -1; before !== deferred.size;) {
    before = deferred.size;
    for (const { address, block } of stack.allDataSources)
      if (refersTo(block, [...changing, ...deferred])) deferred.add(address);
  }
  const users = stack.allResources.filter(({ block }) => refersTo(block, [...deferred]));
  return new Set(users.map(({ address }) => address));
}
