import { nearest } from "./nearest";

/** What to say of unknown fields, a line each, in their order; `explained` has the words for some. */
export function unknownFields(
  keys: readonly string[],
  valid: readonly string[],
  explained: Readonly<Record<string, string>> = {},
): string {
  return keys
    .map((key) => (Object.hasOwn(explained, key) ? explained[key] : unknownField(key, valid)))
    .join("\n");
}

function unknownField(key: string, valid: readonly string[]): string {
  const near = nearest(key, valid);
  return near === undefined
    ? `is not a field of the settings. Valid here: ${valid.join(", ")}.`
    : `is not a field of the settings. Did you mean ${near}?`;
}
