import * as z from "zod";
import { isHolder } from "../../settings/sweep/paths";

/** A list or dictionary with so many entries more. */
type Larger = (size: number) => unknown;

/** A number that does not occur in any entry, and has as many digits as the others. */
const FIRST = 500;

/** The last entry of a list again and again, each time with another number in one of its fields. */
export function manyEntries(list: readonly unknown[]): Larger[] {
  return variantsOf(list.at(-1)).map((variant) => {
    const entry = once(variant);
    return (size) => [...list, ...Array.from({ length: size }, (_, index) => entry(FIRST + index))];
  });
}

/** New names, as long as names may be, with the last entry's value, or with little more than defaults. */
export function manyNames(
  schema: z.ZodRecord,
  entries: Readonly<Record<string, unknown>>,
): Larger[] {
  const values = Object.values(entries);
  const name = longestName(schema.def.keyType as z.ZodType, Object.keys(entries).at(-1) ?? "Name");
  const variants = [
    ...(values.length === 0
      ? [() => "a", () => "arn:aws:ssm:us-east-2:111122223333:parameter/a"]
      : []),
    ...variantsOf(values.at(-1)),
    () => ({}),
    (index: number) => ({ priority: index }),
  ];
  return variants.map((variant) => {
    const entry = once((index) => [name(index), variant(index)] as const);
    return (size) => ({
      ...entries,
      ...Object.fromEntries(Array.from({ length: size }, (_, index) => entry(FIRST + index))),
    });
  });
}

/** Makes each entry once: many sizes are tried. */
function once<Entry>(make: (index: number) => Entry): (index: number) => Entry {
  const made = new Map<number, Entry>();
  return (index) => {
    const entry = made.has(index) ? (made.get(index) as Entry) : make(index);
    made.set(index, entry);
    return entry;
  };
}

function longestName(schema: z.ZodType, like: string): (index: number) => string {
  const head = like.replaceAll(/[^A-Za-z]/g, "");
  const named = (length: number) => (index: number) => `${head}${"a".repeat(length)}${index}`;
  const lengths = Array.from({ length: 300 }, (_, index) => 300 - index);
  const length = lengths.find((each) => schema.safeParse(named(each)(FIRST)).success) ?? 0;
  return named(length);
}

type Variant = (index: number) => unknown;

/** The value itself, and with a number in each of its fields in turn. */
function variantsOf(value: unknown): Variant[] {
  if (typeof value === "string")
    return [(index) => numberedLast(value, index), (index) => numberedFirst(value, index)];
  if (typeof value === "number") return [() => value, (index) => value + index];
  if (!isHolder(value)) return [() => value];
  return [
    () => value,
    ...Object.entries(value).flatMap(([field, inner]) =>
      typeof inner === "string" || typeof inner === "number"
        ? variantsOf(inner).map((variant): Variant => (index) => ({
            ...value,
            [field]: variant(index),
          }))
        : [],
    ),
  ];
}

function numberedLast(text: string, index: number): string {
  return text.replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (end) => `${end}${index}`);
}

function numberedFirst(text: string, index: number): string {
  return text.replace(/[a-z0-9]+/i, (start) => `${start}${index}`);
}
