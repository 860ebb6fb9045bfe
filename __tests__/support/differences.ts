/** Paths of the values that differ, resource names left out, each with both values. */
export function differences(
  one: unknown,
  other: unknown,
  path: string[] = [],
): Record<string, [unknown, unknown]> {
  if (isObject(one) && isObject(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return Object.assign(
      {},
      ...keys.map((key) => differences(one[key], other[key], [...path, key])),
    );
  }
  if (JSON.stringify(one) === JSON.stringify(other)) return {};
  const [kind, type, , ...argument] = path;
  return { [[kind, type, "*", ...argument].join(".")]: [one, other] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
