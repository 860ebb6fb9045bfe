/** The changes in a plan. */
export interface Plan {
  readonly changes: readonly PlannedChange[];
}

export interface PlannedChange {
  /** Address of the resource, or `output.` followed by the name of an output. */
  readonly address: string;
  readonly action: string;
}

interface PlanLine {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly outputs?: Readonly<Record<string, { readonly action: string }>>;
}

/**
 * Reads the JSON lines that `terraform plan -json` writes.
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export function planOf(output: string): Plan {
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  return { changes: lines.flatMap((line) => changesIn(JSON.parse(line) as PlanLine)) };
}

function changesIn({ type, change, outputs }: PlanLine): readonly PlannedChange[] {
  if (type === "planned_change" && change)
    return [{ address: change.resource.addr, action: change.action }];
  if (type !== "outputs") return [];
  return Object.entries(outputs ?? {})
    .filter(([, output]) => output.action !== "noop")
    .map(([name, output]) => ({ address: `output.${name}`, action: output.action }));
}

export type Values = Readonly<Record<string, unknown>>;

/**
 * The parts of `terraform show -json <plan>` that the tools read.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanJson {
  readonly format_version?: string;
  /** Every resource, including unchanged ones. */
  readonly resource_changes?: readonly ResourceChange[];
  /** Differences from the state that a refresh found. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  /** The refreshed state. */
  readonly prior_state?: {
    readonly values?: {
      readonly root_module?: { readonly resources?: readonly StateResource[] };
    };
  };
}

export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly values: Values;
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly change: Change;
}

export interface Change {
  readonly actions: readonly ("no-op" | "create" | "read" | "update" | "delete" | "forget")[];
  readonly before: unknown;
  readonly after: unknown;
  /** True for a secret, or an object with the secret attributes. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** The fields of an object. Empty for anything else, such as the `before` of a resource to create. */
export function valuesOf(value: unknown): Values {
  return typeof value === "object" && value !== null ? (value as Values) : {};
}
