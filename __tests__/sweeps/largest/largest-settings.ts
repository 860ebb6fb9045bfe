import * as z from "zod";
import { type EnvironmentSettings, parseEnvironments } from "../../../settings/environment";
import { environments } from "../../../settings/schema/environments";
import { isHolder } from "../../settings/sweep/paths";
import { remember } from "../../settings/sweep/remembered";
import { changed } from "../change";
import { manyEntries, manyNames } from "./many-entries";
import { type Leaf, type Place, placesOf, schemaLeaves } from "../schema-leaves";

type Settings = Record<string, EnvironmentSettings>;

/** Thousands of sizes are tried, each with one change: what is beside it is validated once. */
remember(environments);

/** Longer than any setting may be. */
const LONGEST = 2100;
/** More than any list or dictionary may hold. */
const MOST = 1000;
/** Larger than any number may be. */
const HIGHEST = 4_000_000_000;

/**
 * Settings in which every text is as long and every number as high as the settings take it, one after the other, and then
 * every list and dictionary as large. What stands for a choice (a region, an instance type) has no longer form, and stays.
 */
export function largest(settings: Settings): Settings {
  return [growthOfTexts, growthOfNumbers, growthOfCounts].reduce(grownBy, settings);
}

/** The same with lists and dictionaries only: short names leave room for more of them. */
export function most(settings: Settings): Settings {
  return grownBy(settings, growthOfCounts);
}

/** The same with texts and numbers only, whose JSON is no larger than before. */
export function longest(settings: Settings): Settings {
  return [growthOfTexts, growthOfNumbers].reduce(grownBy, settings);
}

/** A value that may become larger, step by step. */
interface Growth {
  readonly path: Place["path"];
  /** How large the field's own schema lets it become; 0 is what it is. */
  readonly most: number;
  readonly at: (size: number) => unknown;
}

function grownBy(
  settings: Settings,
  growthOf: (leaf: Leaf, place: Place, settings: Settings) => Growth[],
): Settings {
  const growths = schemaLeaves().flatMap((leaf) =>
    placesOf(leaf, settings).flatMap((place) => growthOf(leaf, place, settings)),
  );
  return taken(
    settings,
    growths.filter(({ most }) => most > 0),
  );
}

/** Grows all at once; halves of what is refused on their own, and what is refused alone as far as it is taken. */
function taken(settings: Settings, growths: readonly Growth[]): Settings {
  const all = growths.reduce((current, growth) => grown(current, growth, growth.most), settings);
  if (growths.length === 0 || isTaken(all)) return all;
  const [growth] = growths;
  if (growths.length === 1 && growth !== undefined) {
    const size = largestCount(growth.most, (count) => isTaken(grown(settings, growth, count)));
    return grown(settings, growth, size);
  }
  const middle = Math.ceil(growths.length / 2);
  return taken(taken(settings, growths.slice(0, middle)), growths.slice(middle));
}

function isTaken(settings: Settings): boolean {
  return parseEnvironments(settings).problems.length === 0;
}

function grown(settings: Settings, { path, at }: Growth, size: number): Settings {
  return size === 0 ? settings : ((changed(settings, path, at(size)) ?? settings) as Settings);
}

/** What names a file or a folder, which must be there, or something that AWS offers. */
const CHOSEN = [
  ...["context", "dockerfile", "folder", "openApiFile"],
  ...["region", "instanceTypes", "instanceType", "instanceClass", "engineVersion"],
];

function growthOfTexts({ schema }: Pick<Leaf, "schema">, { path, value }: Place): Growth[] {
  if (CHOSEN.includes(String(path.at(-1)))) return [];
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    // The last of a list of texts stands for all of them.
    const [element, last] = [schema.def.element as z.ZodType, value.at(-1) as unknown];
    const inside = growthOfTexts({ schema: element }, { path, value: last });
    return inside.map(({ at, most }) => ({
      path,
      most,
      at: (size) => [...(value.slice(0, -1) as unknown[]), at(size)],
    }));
  }
  if (!(schema instanceof z.ZodString) || typeof value !== "string") return [];
  const forms = spotsOf(value).map((spot): Growth => {
    const at = (size: number) => value.slice(0, spot) + "a".repeat(size) + value.slice(spot);
    return { path, at, most: largestCount(LONGEST, (size) => schema.safeParse(at(size)).success) };
  });
  return forms.sort((one, other) => other.most - one.most).slice(0, 1);
}

/** Behind each of a text's letters, its last one first. */
function spotsOf(text: string): number[] {
  const spots = [text.length, ...Array.from(text, (_, index) => index + 1)];
  return [...new Set(spots)].filter((spot) => /[a-z0-9]/i.test(text.charAt(spot - 1)));
}

function growthOfNumbers({ schema }: Leaf, { path, value }: Place): Growth[] {
  if (!(schema instanceof z.ZodNumber) || typeof value !== "number") return [];
  const at = (size: number) => value + size;
  return [{ path, at, most: largestCount(HIGHEST, (size) => schema.safeParse(at(size)).success) }];
}

function growthOfCounts({ schema }: Leaf, { path, value }: Place, settings: Settings): Growth[] {
  const forms =
    schema instanceof z.ZodArray && Array.isArray(value) && value.length > 0
      ? manyEntries(value)
      : schema instanceof z.ZodRecord && isHolder(value)
        ? manyNames(schema, value)
        : [];
  const at = forms.find((form) => isTaken(grown(settings, { path, at: form, most: 1 }, 1)));
  if (at === undefined) return [];
  return [{ path, at, most: largestCount(MOST, (size) => schema.safeParse(at(size)).success) }];
}

/** The largest of the counts up to `most` that are taken, where a smaller one is taken whenever a larger one is. */
function largestCount(most: number, isTakenAt: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isTakenAt(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
