import { showPath } from "../../settings/wording/show";

/** The outcome of a field of the input. */
export type Outcome =
  /** The settings contain the value unchanged. */
  | { readonly kind: "taken"; readonly to: string }
  /** The settings express the value differently. */
  | { readonly kind: "changed"; readonly to?: string; readonly why: string }
  /** The settings have no field for it. */
  | { readonly kind: "left"; readonly why: string };

export type Path = readonly (string | number)[];

/**
 * A field of the input, with all fields below it. A mapper marks what it reads. The report lists every unmarked field as
 * having no place in the settings, so that no field is lost.
 */
export class Field {
  readonly path: Path;
  /** A string, number, boolean or null; undefined for an object, a list or a missing field. */
  readonly value: unknown;
  readonly children: ReadonlyMap<string, Field>;
  readonly isList: boolean;
  private outcome: Outcome | undefined;

  constructor(
    path: Path,
    value: unknown,
    children: ReadonlyMap<string, Field> = new Map(),
    isList = false,
  ) {
    this.path = path;
    this.value = value;
    this.children = children;
    this.isList = isList;
  }

  static of(value: unknown, path: Path = []): Field {
    if (typeof value !== "object" || value === null) return new Field(path, value);
    const isList = Array.isArray(value);
    const children = Object.entries(value).map(
      ([name, its]) => [name, Field.of(its, [...path, isList ? Number(name) : name])] as const,
    );
    return new Field(path, undefined, new Map(children), isList);
  }

  get name(): string {
    return String(this.path.at(-1) ?? "");
  }

  get exists(): boolean {
    return this.value !== undefined || this.children.size > 0;
  }

  /** The field at a path below this one, which may not exist. */
  get(...steps: readonly (string | number)[]): Field {
    const [step, ...rest] = steps;
    if (step === undefined) return this;
    const child = this.children.get(String(step)) ?? new Field([...this.path, step], undefined);
    return child.get(...rest);
  }

  get items(): readonly Field[] {
    return [...this.children.values()];
  }

  get entries(): readonly (readonly [name: string, field: Field])[] {
    return [...this.children];
  }

  /** A string or number, as a string. */
  get text(): string | undefined {
    return typeof this.value === "string" ||
      typeof this.value === "number" ||
      typeof this.value === "boolean"
      ? String(this.value)
      : undefined;
  }

  get number(): number | undefined {
    const number =
      typeof this.value === "string" && this.value.trim() !== "" ? Number(this.value) : this.value;
    return typeof number === "number" && Number.isFinite(number) ? number : undefined;
  }

  get flag(): boolean | undefined {
    return this.value === "true"
      ? true
      : this.value === "false"
        ? false
        : typeof this.value === "boolean"
          ? this.value
          : undefined;
  }

  /** The original value. */
  get plain(): unknown {
    if (this.isList) return this.items.map(({ plain }) => plain);
    if (this.children.size === 0) return this.value;
    return Object.fromEntries(this.entries.map(([name, { plain }]) => [name, plain]));
  }

  /** The fields without fields below them. */
  get leaves(): readonly Field[] {
    return this.children.size === 0 ? [this] : this.items.flatMap(({ leaves }) => leaves);
  }

  /** Sets the outcome of this field and all fields below it. Outcomes that are already set stay. */
  mark(outcome: Outcome): void {
    for (const leaf of this.leaves) leaf.outcome ??= outcome;
  }

  taken(to: string): void {
    this.mark({ kind: "taken", to });
  }

  changed(to: string | undefined, why: string): void {
    this.mark({ kind: "changed", why, ...(to === undefined ? {} : { to }) });
  }

  left(why: string): void {
    this.mark({ kind: "left", why });
  }

  /** Sets the outcome of all fields without one. */
  close(reasonFor: (path: Path) => string): void {
    for (const leaf of this.leaves) leaf.outcome ??= { kind: "left", why: reasonFor(leaf.path) };
  }

  /** One row for fields with the same outcome, at the highest level. */
  get rows(): readonly (readonly [path: string, outcome: Outcome, fields: number])[] {
    const { leaves } = this;
    const outcomes = new Map(leaves.map(({ outcome }) => [JSON.stringify(outcome), outcome]));
    const [only] = outcomes.values();
    // An object with a single field is reported as that field.
    const isOneField = leaves.length === 1 && !this.isList && this.children.size > 0;
    if (outcomes.size === 1 && only !== undefined && this.path.length > 0 && !isOneField)
      return [[showPath(this.path), only, leaves.length]];
    return this.items.flatMap(({ rows }) => rows);
  }

  /**
   * Merges two fields, and the second overrides the first: objects are merged, everything else is replaced. The result
   * contains the fields of the inputs, so marks are made there.
   */
  static over(
    base: Field,
    override: Field,
    replaced: (field: Field) => void = () => undefined,
  ): Field {
    if (!override.exists) return base;
    const areObjects =
      !base.isList && !override.isList && base.children.size > 0 && override.children.size > 0;
    if (!areObjects) {
      if (base.exists) replaced(base);
      return override;
    }
    const names = new Set([...base.children.keys(), ...override.children.keys()]);
    const children = [...names].map(
      (name) => [name, Field.over(base.get(name), override.get(name), replaced)] as const,
    );
    return new Field(base.path, undefined, new Map(children));
  }
}
