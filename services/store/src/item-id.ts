import { NumberValue } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./item";
import { canonicalNumber } from "./json-number";
import { RequestError } from "@services/kit/request-error";

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const maxIdBytes = 2048;

/** @throws RequestError 400 if the ID is not valid as a key */
export function checkId(id: string): string {
  const bytes = Buffer.byteLength(id);
  if (bytes > maxIdBytes)
    throw new RequestError(
      400,
      `The id must have at most ${String(maxIdBytes)} bytes, got ${String(bytes)}.`,
    );
  return id;
}

/**
 * The item with the ID of the path. A number that reads like the ID counts as the same ID.
 *
 * @throws RequestError 400 if the item has another ID
 */
export function withId(item: Item, idName: string, id: string): Item {
  const { [idName]: own = id } = item;
  const text = own instanceof NumberValue ? canonicalNumber(own.toString()) : own;
  if (text !== id)
    throw new RequestError(
      400,
      `The ${idName} of the body must be that of the path, ${JSON.stringify(id)}. ` +
        "Leave it out, or make them the same.",
    );
  return { ...item, [idName]: id };
}
