import { NumberValue } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./item";
import { canonicalNumber } from "./json-number";
import { Mistake } from "./mistake";
import { store } from "./store";

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const maxIdBytes = 2048;

/** @throws Mistake when no table takes it for a key */
export function checkId(id: string): string {
  const bytes = Buffer.byteLength(id);
  if (bytes > maxIdBytes)
    throw new Mistake(
      `The id must have ${String(maxIdBytes)} bytes at most, got ${String(bytes)}.`,
    );
  return id;
}

/**
 * The item with the path's id as its own. A number that reads as the path's id is the same id.
 *
 * @throws Mistake when the item has another id
 */
export function withId(item: Item, id: string): Item {
  const { [store.idName]: own = id } = item;
  const text = own instanceof NumberValue ? canonicalNumber(own.toString()) : own;
  if (text !== id)
    throw new Mistake(
      `The ${store.idName} of the body differs from that of the path, ${JSON.stringify(id)}. ` +
        "Leave it out, or make them the same.",
    );
  return { ...item, [store.idName]: id };
}
