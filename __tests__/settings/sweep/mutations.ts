import fc from "fast-check";
import { isHolder, type Steps, valueAt } from "./paths";
import { names, strange, texts } from "./strange-values";

/** One change for the worse, or maybe not. `spot` chooses where, of all places there are at that moment. */
interface Mutation {
  readonly spot: number;
  readonly act: Act;
}

type Act =
  | { readonly kind: "delete" | "duplicate" | "spread" }
  | { readonly kind: "replace"; readonly value: unknown }
  | { readonly kind: "rename" | "add"; readonly name: string; readonly value: unknown }
  /** A value from anywhere, or what another environment has at that very place. */
  | { readonly kind: "transplant" | "graft"; readonly from: number }
  | {
      readonly kind: "nudge";
      readonly number: (value: number) => number;
      readonly text: (value: string) => string;
    };

export interface Mutated {
  readonly settings: Record<string, unknown>;
  /** What was done, for whoever reads a failure. */
  readonly mutations: readonly string[];
}

/**
 * Settings with `1` to `most` mutations at random places; the same for the same seed of fast-check. Whatever is not mutated
 * in them is the very object of the base.
 */
export function mutated(bases: readonly object[], most = 4): fc.Arbitrary<Mutated> {
  const donors = bases.flatMap((base) => Object.values(base) as unknown[]);
  const places = fc.array(fc.record({ spot: fc.nat(1_000_000), act }), {
    minLength: 1,
    maxLength: most,
  });
  return fc
    .tuple(fc.constantFrom(...bases), places)
    .map(([base, list]) => apply(base, list, donors));
}

const nudge = fc
  .tuple(
    fc.constantFrom(-1, 1, 2, 0.5, -1000, 10),
    fc.constantFrom("add", "multiply"),
    fc.nat(40),
    fc.constantFrom(...texts, "-", ".", "é"),
  )
  .map(([amount, way, at, letters]): Act => ({
    kind: "nudge",
    number: (value) => (way === "add" ? value + amount : value * amount),
    text: (value) =>
      amount < 0
        ? value.slice(0, at) + value.slice(at + 1)
        : value.slice(0, at) + letters + value.slice(at),
  }));

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom<Act>({ kind: "delete" }, { kind: "duplicate" }, { kind: "spread" }),
  },
  { weight: 4, arbitrary: strange.map((value): Act => ({ kind: "replace", value })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom("rename", "add"),
        fc.oneof(fc.constantFrom(...names), fc.string()),
        strange,
      )
      .map(([kind, name, value]): Act => ({ kind, name, value })),
  },
  { weight: 4, arbitrary: fc.nat(1_000_000).map((from): Act => ({ kind: "transplant", from })) },
  { weight: 14, arbitrary: fc.nat(1_000_000).map((from): Act => ({ kind: "graft", from })) },
  { weight: 6, arbitrary: nudge },
);

function apply(base: object, mutations: readonly Mutation[], donors: readonly unknown[]): Mutated {
  const copies = new Map<object, object>();
  const touched = new Set<object>();
  const root = { settings: copied(base, copies) as Record<string, unknown> };
  const done = mutations.map(({ spot, act: what }) => {
    const spots: Steps[] = [];
    addPlacesIn(root.settings, [], spots);
    const steps = spots[spot % spots.length];
    if (steps === undefined) return "nothing left to mutate";
    touched.add(valueAt(root.settings, steps.slice(0, -1)) as object);
    mutate(root.settings, steps, what, { spots, donors });
    return `${what.kind} at ${steps.map(String).join("/")}`;
  });
  const settings = untouched(copies, touched)(root.settings) as Record<string, unknown>;
  return { settings, mutations: done };
}

/** A copy of plain data; what is in it twice is in the copy twice. */
function copied(value: unknown, copies: Map<object, object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy = Array.isArray(value)
    ? value.map((entry) => copied(entry, copies))
    : Object.fromEntries(
        Object.entries(value).map(([key, member]) => [key, copied(member, copies)]),
      );
  copies.set(value, copy);
  return copy;
}

/** Puts back the original of each copy in which nothing was mutated. */
function untouched(
  copies: ReadonlyMap<object, object>,
  touched: ReadonlySet<object>,
): (value: object) => object {
  const originals = new Map([...copies].map(([original, copy]) => [copy, original]));
  const kept = new Map<object, object>();
  const keep = (value: object): object => {
    const original = originals.get(value);
    const known = original === undefined ? value : kept.get(value);
    if (original === undefined || known !== undefined) return known ?? value;
    let isSame = !touched.has(value);
    for (const [key, member] of Object.entries(value) as [string, unknown][]) {
      if (typeof member !== "object" || member === null) continue;
      const its = keep(member);
      if (its === member) isSame = false;
      else put(value, key, its);
    }
    kept.set(value, isSame ? original : value);
    return isSame ? original : value;
  };
  return keep;
}

/** Members of plain objects and lists only, no deeper than settings go, and of large ones the first few. */
function addPlacesIn(value: unknown, path: Steps, places: Steps[]): void {
  if (typeof value !== "object" || value === null || path.length > 9) return;
  for (const key of Object.keys(value).slice(0, 40)) {
    const steps = [...path, Array.isArray(value) && /^\d+$/.test(key) ? Number(key) : key];
    places.push(steps);
    addPlacesIn((value as Record<string, unknown>)[key], steps, places);
  }
}

function mutate(
  root: object,
  steps: Steps,
  what: Act,
  { spots, donors }: { spots: readonly Steps[]; donors: readonly unknown[] },
): void {
  const key = steps.at(-1) ?? "";
  const holder = valueAt(root, steps.slice(0, -1)) as Record<PropertyKey, unknown>;
  const value = valueAt(root, steps);
  switch (what.kind) {
    case "delete":
      Reflect.deleteProperty(holder, key);
      break;
    case "duplicate":
      put(holder, Array.isArray(holder) ? holder.length : `${String(key)}2`, value);
      break;
    case "spread":
      put(holder, key, Array.isArray(value) ? value[0] : [value]);
      break;
    case "replace":
      put(holder, key, what.value);
      break;
    case "rename":
      Reflect.deleteProperty(holder, key);
      put(holder, what.name, value);
      break;
    case "add":
      put(holder, what.name, what.value);
      break;
    case "transplant":
      put(holder, key, copyOf(valueAt(root, spots[what.from % spots.length] ?? [])));
      break;
    case "graft": {
      const graft = valueAt(donors[what.from % donors.length], steps.slice(1));
      if (graft === undefined) Reflect.deleteProperty(holder, key);
      else put(holder, key, copyOf(graft));
      break;
    }
    case "nudge":
      if (typeof value === "number") put(holder, key, what.number(value));
      else if (typeof value === "string") put(holder, key, what.text(value));
      else if (typeof value === "boolean") put(holder, key, !value);
      else Reflect.deleteProperty(holder, key);
  }
}

/** As a literal would define it, so that `__proto__` becomes a member like any other; a list keeps its own `length`. */
function put(holder: object, key: PropertyKey, value: unknown): void {
  if (Array.isArray(holder) && key === "length") return;
  Object.defineProperty(holder, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/** As deep as settings go, so that what is put into itself has an end. */
function copyOf(value: unknown, depth = 0): unknown {
  if (!isHolder(value) || typeof value === "function" || depth > 9) return value;
  if (Array.isArray(value)) return value.map((entry) => copyOf(entry, depth + 1));
  const copy = {};
  for (const key of Object.keys(value)) put(copy, key, copyOf(value[key], depth + 1));
  return copy;
}
