/** A value among text, as Terraform writes it. @throws Error where Terraform has no text for it */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`${JSON.stringify(value)} cannot be part of a text.`);
}

/** A value where a number is wanted; Terraform takes texts of numbers for numbers. */
export function toNumber(value: unknown): number {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number === "number" && !Number.isNaN(number)) return number;
  throw new Error(`${JSON.stringify(value)} is not a number.`);
}

export function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new Error(`${JSON.stringify(value)} is not a list.`);
}

/** Whether two values are equal; of text and number, by their text, for variables may hold either. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (typeof one === "object" || typeof other === "object") {
    return jsonEncode(one) === jsonEncode(other);
  }
  return one === other;
}

/** JSON as Terraform writes it: keys in order, and `<`, `>` and `&` escaped. */
export function jsonEncode(value: unknown): string {
  return JSON.stringify(sorted(value)).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(
    keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]),
  );
}
