import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { canonicalNumber } from "./json-number";

/**
 * JSON values in types that the document client accepts without loss: numbers by their digits, and objects as maps. The
 * client identifies kinds of objects by `constructor`, which is an ordinary key in JSON.
 */
export type ItemValue =
  null | boolean | string | NumberValue | readonly ItemValue[] | ReadonlyMap<string, ItemValue>;

/** The attributes of an item by name. */
export type Item = Readonly<Record<string, unknown>>;

/** Writes any item as JSON: a set as an array, binary data in base64. */
export function writeItem(item: Item): string {
  return write(item);
}

function write(value: unknown): string {
  if (value instanceof NumberValue) return canonicalNumber(value.toString());
  if (value instanceof Map || isPlain(value)) {
    const entries = [...(value instanceof Map ? value : Object.entries(value))];
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${write(inner)}`).join(",")}}`;
  }
  if (Array.isArray(value) || value instanceof Set) return `[${[...value].map(write).join(",")}]`;
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("base64"));
  return JSON.stringify(value);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Set || value instanceof Uint8Array || Array.isArray(value))
  );
}
