import { showPath } from "../../settings/wording/show";

/** What becomes of a field of the input. */
export type Outcome =
  /** It stands in the settings as it was. */
  | { readonly kind: "taken"; readonly to: string }
  /** It decided something in the settings that is said in another way there. */
  | { readonly kind: "changed"; readonly to?: string; readonly why: string }
  /** The settings have no place for it. */
  | { readonly kind: "left"; readonly why: string };

export type Path = readonly (string | number)[];

/**
 * A field of the input, with all that is below it. A mapper marks what it reads; what nobody has marked in the end has no
 * place in the settings, and the report says so. No field can get lost on the way.
 */
export class Field {
  readonly path: Path;
  /** A text, number, truth value or null; undefined for an object or a list, and for what is not there. */
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

  /** The field at a path below; one that does not exist where there is none. */
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

  /** A text or number, as text. */
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

  /** As it was before it became fields. */
  get plain(): unknown {
    if (this.isList) return this.items.map(({ plain }) => plain);
    if (this.children.size === 0) return this.value;
    return Object.fromEntries(this.entries.map(([name, { plain }]) => [name, plain]));
  }

  /** The fields that have nothing below them. */
  get leaves(): readonly Field[] {
    return this.children.size === 0 ? [this] : this.items.flatMap(({ leaves }) => leaves);
  }

  /** What becomes of it and of all below it; what is decided of any of them stays. */
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

  /** Decides for all that nobody has decided. */
  close(reasonFor: (path: Path) => string): void {
    for (const leaf of this.leaves) leaf.outcome ??= { kind: "left", why: reasonFor(leaf.path) };
  }

  /** One row for what has one outcome, at the highest place. */
  get rows(): readonly (readonly [path: string, outcome: Outcome, fields: number])[] {
    const { leaves } = this;
    const outcomes = new Map(leaves.map(({ outcome }) => [JSON.stringify(outcome), outcome]));
    const [only] = outcomes.values();
    // What has one field alone is that field.
    const isOneField = leaves.length === 1 && !this.isList && this.children.size > 0;
    if (outcomes.size === 1 && only !== undefined && this.path.length > 0 && !isOneField)
      return [[showPath(this.path), only, leaves.length]];
    return this.items.flatMap(({ rows }) => rows);
  }

  /**
   * Two fields of one meaning, of which the second is put over the first: objects are joined, all else is replaced. The fields
   * below are those of the inputs, so that what is marked is marked there.
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
