import { GUARDED_TYPES } from "../guard/losses";
import { type Plan, type PlanJson, type PlannedChange, valuesOf } from "../terraform/plan";
import type { StackJson } from "../../synthesized/stack-json";

/**
 * Lists differences between a plan and the expected changes: an additional change, a missing one, another action.
 * Ignores data sources and outputs, because they only repeat what resources contain.
 *
 * @param tolerated addresses that may be updated but need not be
 */
export function unexpectedChanges(
  { changes }: Plan,
  expected: ReadonlyMap<string, string>,
  tolerated: ReadonlySet<string> = new Set(),
): readonly string[] {
  const planned = new Map(
    changes
      .filter(({ address, action }) => action !== "read" && !address.startsWith("output."))
      .map(({ address, action }) => [address, action]),
  );
  const surplus = [...planned].filter(
    ([address, action]) =>
      expected.get(address) !== action && !(action === "update" && tolerated.has(address)),
  );
  const missing = [...expected].filter(([address]) => !planned.has(address));
  return [
    ...surplus.map(
      ([address, action]) =>
        `${address}: planned ${action}, expected ${expected.get(address) ?? "no change"}`,
    ),
    ...missing.map(([address, action]) => `${address}: planned no change, expected ${action}`),
  ];
}

/** Each change in a plan (`terraform show -json`), attribute by attribute. */
export function describeChanges(plan: PlanJson): string {
  const resources = (plan.resource_changes ?? [])
    .filter(({ change }) => change.actions.some((action) => action !== "no-op"))
    .map(
      ({ address, change }) =>
        `${address} (${change.actions.join(", ")})${attributes(change.before, change.after)}`,
    );
  const outputs = Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => actions.some((action) => action !== "no-op"))
    .map(
      ([name, { before, after }]) =>
        `output.${name}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
    );
  return [...resources, ...outputs].join("\n");
}

function attributes(before: unknown, after: unknown): string {
  const [was, becomes] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(becomes)])]
    .filter((name) => JSON.stringify(was[name]) !== JSON.stringify(becomes[name]))
    .map((name) => `\n  ${name}: ${JSON.stringify(was[name])} -> ${JSON.stringify(becomes[name])}`)
    .join("");
}

export function isResourceMade({ address, action }: PlannedChange): boolean {
  return action === "create" && !address.startsWith("output.");
}

/** Whether the guard may have something to say about a change, judging by its address and action. */
export function deservesALook({ address, action }: PlannedChange): boolean {
  const [type = ""] = address.split(".");
  if (type === "aws_ecs_service") return action === "update" || action === "replace";
  return GUARDED_TYPES.includes(type) && (action === "delete" || action === "replace");
}

/**
 * Addresses of resources that use a data source which a change makes Terraform read again. Terraform reads a data
 * source that refers to a changing resource only during the apply, so a plan cannot tell whether its users change.
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
