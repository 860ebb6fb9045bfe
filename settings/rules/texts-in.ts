/** A text of the settings, and where it stands. */
export interface PlacedText {
  readonly at: readonly PropertyKey[];
  readonly text: string;
}

/**
 * All texts in a value, with their places.
 *
 * @param at place of the value
 * @param except names of fields that are left out, with what is in them @default none
 */
export function textsIn(
  value: unknown,
  at: readonly PropertyKey[],
  except: readonly string[] = [],
): readonly PlacedText[] {
  if (typeof value === "string") return [{ at, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    except.includes(key)
      ? []
      : textsIn(each, [...at, Array.isArray(value) ? Number(key) : key], except),
  );
}
