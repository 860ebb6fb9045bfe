import * as z from "zod";
import { type EnvironmentSettings, parseEnvironments } from "../../settings/environment";
import { changed } from "./change";
import { type Leaf, type Place, placesOf, schemaLeaves } from "./schema-leaves";

type Settings = Record<string, EnvironmentSettings>;

/** Longer than any setting may be. */
const LONGEST = 2100;

/**
 * Settings in which every text is as long, every list and dictionary as large, as the settings take it, one after the other.
 * What stands for a choice (a region, an instance type) has no longer form, and stays as it is.
 */
export function largest(settings: Settings): Settings {
  const grown = schemaLeaves()
    .flatMap((leaf) => placesOf(leaf, settings).map((place) => ({ leaf, place })))
    .flatMap(({ leaf, place }) => larger(leaf, place));
  return taken(settings, grown);
}

interface Change {
  readonly path: Place["path"];
  readonly value: unknown;
}

/** The changes that the settings take: halves of what is refused are tried on their own. */
function taken(settings: Settings, changes: readonly Change[]): Settings {
  const all = changes.reduce<unknown>(
    (current, { path, value }) => changed(current, path, value) ?? current,
    settings,
  ) as Settings;
  if (changes.length === 0 || parseEnvironments(all).problems.length === 0) return all;
  if (changes.length === 1) return settings;
  const middle = Math.ceil(changes.length / 2);
  return taken(taken(settings, changes.slice(0, middle)), changes.slice(middle));
}

function larger({ schema }: Leaf, { path, value }: Place): Change[] {
  if (schema instanceof z.ZodString && typeof value === "string") {
    const text = longestOf(value, (longer) => schema.safeParse(longer).success);
    return text === value ? [] : [{ path, value: text }];
  }
  if (
    schema instanceof z.ZodArray &&
    schema.def.element instanceof z.ZodString &&
    Array.isArray(value)
  ) {
    const last: unknown = value.at(-1);
    if (typeof last !== "string") return [];
    const many = Array.from({ length: 200 }, (_, index) => numbered(last, index));
    const most = largestCount(
      many.length,
      (count) => schema.safeParse([...value, ...many.slice(0, count)]).success,
    );
    return most === 0 ? [] : [{ path, value: [...(value as unknown[]), ...many.slice(0, most)] }];
  }
  return [];
}

/** A text with as many letters more as are taken, behind each of its letters in turn. */
function longestOf(text: string, isTaken: (longer: string) => boolean): string {
  const spots = [text.length, ...Array.from(text, (_, index) => index + 1)].filter((spot) =>
    /[a-z0-9]/i.test(text.charAt(spot - 1)),
  );
  const forms = [...new Set(spots)].map((spot) => {
    const longer = (count: number) => text.slice(0, spot) + "a".repeat(count) + text.slice(spot);
    return longer(largestCount(LONGEST, (count) => isTaken(longer(count))));
  });
  return forms.reduce((longest, form) => (form.length > longest.length ? form : longest), text);
}

/** The largest of the counts up to `most` that are taken, where a smaller one is taken whenever a larger one is. */
function largestCount(most: number, isTaken: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isTaken(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function numbered(text: string, index: number): string {
  return text.replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (end) => `${end}${index}`);
}
