/** What a plan would do. */
export interface Plan {
  readonly changes: readonly PlannedChange[];
}

export interface PlannedChange {
  /** Address of the resource, or `output.` and the name of an output. */
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
 * The parts of `terraform show -json <plan>` that are read here.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanJson {
  readonly format_version?: string;
  /** Of every resource, those included that stay as they are. */
  readonly resource_changes?: readonly ResourceChange[];
  /** What a refresh found to differ from the state. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
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
  /** True for a secret, or an object that has it for the attributes that are secrets. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** What an object has; nothing in the place of anything else, such as the `before` of what is created. */
export function valuesOf(value: unknown): Values {
  return typeof value === "object" && value !== null ? (value as Values) : {};
}
