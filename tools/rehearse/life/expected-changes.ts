import type { Plan } from "../terraform/plan";

/**
 * Says in what a plan differs from what is expected of it: a change too many, one that is missing, another action.
 * Reads are no changes, nor are outputs, which say what the resources say.
 *
 * @param tolerated addresses of what may be updated, and need not be
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
        `${address}: the plan says ${action}, expected was ${expected.get(address) ?? "no change"}`,
    ),
    ...missing.map(([address, action]) => `${address}: the plan says nothing, expected ${action}`),
  ];
}
