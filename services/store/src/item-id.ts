import { NumberValue } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./item";
import { canonicalNumber } from "./json-number";
import { RequestError } from "@services/kit/request-error";

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const maxIdBytes = 2048;

/** @throws RequestError 400 when no table takes it for a key */
export function checkId(id: string): string {
  const bytes = Buffer.byteLength(id);
  if (bytes > maxIdBytes)
    throw new RequestError(
      400,
      `The id must have ${String(maxIdBytes)} bytes at most, got ${String(bytes)}.`,
    );
  return id;
}

/**
 * The item with the path's id as its own. A number that reads as the path's id is the same id.
 *
 * @throws RequestError 400 when the item has another id
 */
export function withId(item: Item, idName: string, id: string): Item {
  const { [idName]: own = id } = item;
  const text = own instanceof NumberValue ? canonicalNumber(own.toString()) : own;
  if (text !== id)
    throw new RequestError(
      400,
      `The ${idName} of the body differs from that of the path, ${JSON.stringify(id)}. ` +
        "Leave it out, or make them the same.",
    );
  return { ...item, [idName]: id };
}
