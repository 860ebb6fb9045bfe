/** Whether a listener rule takes a pattern: of 1 to 128 characters, from the root; `*` and `?` are wildcards. */
export function isPathPattern(pattern: string): boolean {
  // Also allowed by AWS, and left out here, are quotes and backslashes, which no path has in it unescaped.
  return /^\/[\w\-.$/~@:+&*?]{0,127}$/.test(pattern);
}

/** Wildcards that all patterns of a rule may have together. */
export function wildcardsIn(patterns: readonly string[]): number {
  return patterns.join("").replaceAll(/[^*?]/g, "").length;
}

/** A pattern, and how many of its characters a path has used up. */
type Place = number;

/**
 * Whether every path that `inner` matches is matched by `outer`, too: `/talk*` covers `/talk/?x`.
 *
 * Walks through `inner` and, for what is read on the way, keeps all places that `outer` may be at; a path to the end of
 * `inner` on which `outer` is nowhere at its end is one that `outer` does not match.
 */
export function covers(outer: string, inner: string): boolean {
  if (!literalStart(inner).startsWith(literalStart(outer))) return false;
  const letters = [...new Set(`${outer}${inner}`.replaceAll(/[*?]/g, "")), OTHER];
  const seen = new Set<string>();
  const open: [Place, readonly Place[]][] = [[0, passStars(outer, [0])]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [at, outerPlaces] = next;
    const key = `${at}:${outerPlaces.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const places = passStars(inner, [at]);
    if (places.includes(inner.length) && !outerPlaces.includes(outer.length)) return false;
    for (const letter of letters) {
      const reached = passStars(outer, step(outer, outerPlaces, letter));
      for (const place of step(inner, places, letter)) open.push([place, reached]);
    }
  }
  return true;
}

function literalStart(pattern: string): string {
  return pattern.replace(/[*?].*/, "");
}

/** Stands for every character that neither pattern names. */
const OTHER = "\0";

/** A `*` may stand for nothing. */
function passStars(pattern: string, places: readonly Place[]): readonly Place[] {
  const all = new Set<Place>();
  for (const place of places) {
    all.add(place);
    for (let at = place; pattern[at] === "*"; at += 1) all.add(at + 1);
  }
  return [...all].sort((one, other) => one - other);
}

function step(pattern: string, places: readonly Place[], letter: string): Place[] {
  return places.flatMap((place) => {
    const expected = pattern[place];
    if (expected === "*") return [place];
    return expected === "?" || expected === letter ? [place + 1] : [];
  });
}
