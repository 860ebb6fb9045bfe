/** A path of fields and indexes. */
export type Steps = readonly PropertyKey[];

export function valueAt(root: unknown, path: Steps): unknown {
  return path.reduce<unknown>(
    (value, step) => (isHolder(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    root,
  );
}

export function isThere(root: unknown, path: Steps): boolean {
  const holder = valueAt(root, path.slice(0, -1));
  return isHolder(holder) && Object.hasOwn(holder, path.at(-1) ?? "");
}

export function isHolder(value: unknown): value is Record<PropertyKey, unknown> {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
