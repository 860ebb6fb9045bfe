import * as z from "zod";
import { isHolder } from "../settings/sweep/paths";
import type { Leaf } from "./schema-leaves";

/**
 * Values to put in the place of another one, the likeliest first; whether the settings take them is for the settings to say.
 *
 * @param donors what other settings have in the same place
 */
export function otherValues(leaf: Leaf, value: unknown, donors: readonly unknown[]): unknown[] {
  const seen = new Set([JSON.stringify(value)]);
  return [
    ...donorsFor(leaf, donors),
    ...(leaf.optional ? [undefined] : []),
    ...variants(leaf.schema, value),
  ].filter((other) => {
    const print = JSON.stringify(other);
    return !seen.has(print) && seen.add(print);
  });
}

/** Those of the right kinds, and from each union the object with the fewest fields, too. */
function donorsFor({ kinds }: Leaf, donors: readonly unknown[]): unknown[] {
  const bare = (kinds ?? []).map((kind) => ({ kind }));
  return [...donors.filter((donor) => donor !== undefined), ...bare];
}

function variants(schema: z.ZodType, value: unknown): unknown[] {
  if (schema instanceof z.ZodBoolean) return [true, false];
  if (schema instanceof z.ZodEnum) return [...schema.options];
  if (schema instanceof z.ZodNumber) return numbers(typeof value === "number" ? value : 1);
  if (schema instanceof z.ZodString) return texts(typeof value === "string" ? value : "a");
  if (schema instanceof z.ZodArray)
    return lists(schema.def.element as z.ZodType, Array.isArray(value) ? value : []);
  if (schema instanceof z.ZodRecord)
    return dictionaries(schema.def.valueType as z.ZodType, isHolder(value) ? value : {});
  return [];
}

function numbers(value: number): number[] {
  return [
    value + 1,
    value - 1,
    value * 2,
    Math.floor(value / 2),
    value + 10,
    value + 60,
    1,
    2,
    3,
    5,
    7,
    14,
    30,
    60,
    100,
    1000,
  ];
}

/** Names that AWS knows, or texts like the one that is there. */
function texts(value: string): string[] {
  const known = [
    "eu-central-1",
    "us-west-2",
    "t3.small",
    "t4g.small",
    "t4g.micro",
    "db.t4g.small",
    "db.m7g.large",
    "8.4.6",
    "8.0",
    "~> 6.26",
    "rate(2 days)",
    "cron(0 8 ? * MON-FRI *)",
    "Europe/Paris",
  ];
  const digit = value.replace(/\d(?=\D*$)/, (last) => String((Number(last) + 1) % 10));
  return [
    digit,
    `${value}2`,
    value.replace(/[a-z](?=[^a-z]*$)/i, (last) => (last === "b" ? "c" : "b")),
    value.replace(/^([a-z]+)/, "$1x"),
    value.replace(/\/[^/]*$/, "/other"),
    ...known,
    "other",
    "/other",
    "-other",
    "other.acme.org",
  ];
}

function lists(element: z.ZodType, list: readonly unknown[]): unknown[] {
  const fresh = variants(element, list.at(-1)).filter((other) => !list.includes(other));
  return [
    ...fresh.map((other) => [...list, other]),
    ...fresh.map((other) => [...list.slice(0, -1), other]),
    list.slice(0, -1),
    list.slice(1),
  ];
}

function dictionaries(element: z.ZodType, entries: Readonly<Record<string, unknown>>): unknown[] {
  const names = Object.keys(entries);
  const last = names.at(-1);
  const added = last === undefined ? variants(element, undefined) : [entries[last]];
  return [
    ...["other", "OTHER", "DEFAULT_4XX"].flatMap((name) =>
      added.map((value) => ({ ...entries, [name]: value })),
    ),
    Object.fromEntries(names.slice(0, -1).map((name) => [name, entries[name]])),
    Object.fromEntries(names.slice(1).map((name) => [name, entries[name]])),
  ];
}
