import { type PlanJson, valuesOf } from "../terraform/plan-json";

/** Of a plan (`terraform show -json`) each change, attribute by attribute. */
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
