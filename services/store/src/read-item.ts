import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { parse } from "lossless-json";
import type { Item, ItemValue } from "./item";
import { canonicalNumber, whyNotStorable } from "./json-number";
import { RequestError } from "@services/kit/request-error";

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes */
const maxDepth = 32;

/**
 * Parses the body of a PUT, and rejects what DynamoDB could not return unchanged.
 *
 * @throws RequestError 400 with the parser's message, or with the location of an unsupported value
 */
export function readItem(body: string): Item {
  // Node's parser runs first, because deep nesting does not overflow it. But its numbers are doubles.
  const shape = orMistake(() => JSON.parse(body) as unknown);
  if (Array.isArray(shape))
    throw new RequestError(400, "The body must be a JSON object, got an array.");
  if (typeof shape !== "object" || shape === null)
    throw new RequestError(400, `The body must be a JSON object, got ${JSON.stringify(shape)}.`);
  refuseDepth(shape);

  const parsed = orMistake(() => parse(body, undefined, (text) => NumberValue.from(text)));
  return Object.fromEntries(entriesOf(parsed as object, ""));
}

function orMistake(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new RequestError(400, error instanceof Error ? error.message : String(error));
  }
}

function refuseDepth(item: object): void {
  let level: object[] = [item];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth)
      throw new RequestError(
        400,
        `The body is nested too deeply: DynamoDB stores ${String(maxDepth)} levels below the item.`,
      );
    level = level
      .flatMap((container) => Object.values(container) as unknown[])
      .filter((value) => typeof value === "object" && value !== null);
  }
}

function entriesOf(object: object, place: string): [string, ItemValue][] {
  return Object.entries(object).map(([key, value]) => {
    const inner = `${place}[${JSON.stringify(key)}]`;
    if (key === "")
      throw new RequestError(
        400,
        `${inner}: DynamoDB does not support an attribute with an empty name.`,
      );
    // Assigning this key changes the prototype of an object, so code that copies objects loses it. The AWS SDK does.
    if (key === "__proto__") throw new RequestError(400, `${inner}: this name cannot be stored.`);
    refuseHalfCharacter(key, inner);
    return [key, itemValue(value, inner)];
  });
}

function itemValue(value: unknown, place: string): ItemValue {
  if (value instanceof NumberValue) {
    const text = value.toString();
    const reason = whyNotStorable(text);
    if (reason !== undefined)
      throw new RequestError(400, `${place}: the number ${text} ${reason}.`);
    return NumberValue.from(canonicalNumber(text));
  }
  if (typeof value === "string") refuseHalfCharacter(value, place);
  if (Array.isArray(value))
    return value.map((inner, index) => itemValue(inner, `${place}[${String(index)}]`));
  if (typeof value === "object" && value !== null) return new Map(entriesOf(value, place));
  return value as string | boolean | null;
}

/** A JSON escape can express a lone surrogate, but UTF-8, which DynamoDB uses, cannot. */
function refuseHalfCharacter(text: string, place: string): void {
  if (/\p{Surrogate}/u.test(text))
    throw new RequestError(400, `${place}: the text has half a character (a lone surrogate).`);
}
