interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: unknown;
      readonly after: unknown;
      readonly after_unknown: unknown;
    };
  }[];
  readonly output_changes?: Readonly<
    Record<
      string,
      { readonly actions: readonly string[]; readonly before: unknown; readonly after: unknown }
    >
  >;
}

/** Of a plan (`terraform show -json`) each change, attribute by attribute. */
export function describeChanges(planJson: string): string {
  const plan = JSON.parse(planJson) as PlanJson;
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
  const [was, becomes] = [asObject(before), asObject(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(becomes)])]
    .filter((name) => JSON.stringify(was[name]) !== JSON.stringify(becomes[name]))
    .map((name) => `\n  ${name}: ${JSON.stringify(was[name])} -> ${JSON.stringify(becomes[name])}`)
    .join("");
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
