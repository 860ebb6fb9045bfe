import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Found {
  readonly name: string;
  readonly value: string;
  readonly place: string;
}

/** All matches of a pattern with the groups `name` and `value` in the sources of some folders, comments left out. */
function inSourcesOf(folders: readonly string[], pattern: RegExp): readonly Found[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.includes("generated"))
      .flatMap((file) => {
        const place = join(folder, file);
        const text = readFileSync(place, "utf8").replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
        return [...text.matchAll(pattern)].map(({ groups }) => ({
          name: groups?.["name"] ?? "",
          value: groups?.["value"] ?? "",
          place,
        }));
      }),
  );
}

const VALUE = /(?<value>-?\d[\d_]*|"[^"]+"|true)/.source;

/** A default that the settings and a module both have stands in aws/defaults.ts, where both read it. */
test("no default is written in the settings and in a module", () => {
  const ofSettings = inSourcesOf(
    ["settings"],
    new RegExp(`(?<name>\\w+):(?:[^,;{}]|,\\s*\\d)*?\\.default\\(${VALUE}\\)`, "g"),
  );
  const ofModules = inSourcesOf(["modules"], new RegExp(`(?<name>\\w+) \\?\\? ${VALUE}`, "g"));
  expect(ofSettings.length).toBeGreaterThan(10);
  expect(ofModules.length).toBeGreaterThan(10);
  const twice = ofModules.filter(({ name, value }) =>
    ofSettings.some((other) => other.name === name && other.value === value),
  );
  expect(twice).toEqual([]);
});

/** A pattern says what AWS takes, or what we do: both belong where everybody can use it. */
test("no pattern is written in two files", () => {
  const literal =
    /(?<=[(,=:?&|![]\s*)(?<value>\/(?:\\.|\[(?:\\.|[^\]\n])+\]|[^/[\\\n*])(?:\\.|\[(?:\\.|[^\]\n])+\]|[^/[\\\n])*\/[a-z]*)/g;
  const patterns = inSourcesOf(["settings", "modules", "stacks", "aws"], literal).filter(
    ({ value }) => value.startsWith("/^") && value.length > 20,
  );
  expect(patterns.length).toBeGreaterThan(50);
  const places = grouped(patterns);
  expect([...places].filter(([, files]) => files.size > 1)).toEqual([]);
});

/** Limits are in `aws/`: what is left here is ours, and each has its reason. */
const OWN_LIMITS = [
  // Percentages.
  "99",
  "100",
  // What we make of HTTP statuses, of JSON Schema's numbers, and of the names of our own settings.
  "400",
  "599",
  "1000000",
  "-1000000000",
  "1000000000",
  "16",
  "47",
  "60",
  // Minutes and days of a load test, from the shortest that is worth its deployment.
  "10",
  "1440",
  "365",
  // The priorities that services get.
  "1000",
  // Ports below it belong to root; a share of half; no secret is shorter.
  "1024",
  "50",
];

/** Numbers of two digits or more where a value is held to a limit. */
const LIMIT =
  /(?:\bwholeNumber\(|\bnumber\(|\bwithin\([^)]*?|[<>]=? ?|\brange\()(?<value>-?\d[\d_]+(?:, -?\d[\d_]+)?)|\bwholeNumber\(-?\d, (?<name>\d[\d_]+)/g;

function limitsIn(folders: readonly string[]): readonly Found[] {
  return inSourcesOf(folders, LIMIT).flatMap(({ name, value, place }) =>
    `${value},${name}`
      .split(/,\s*/)
      .filter((each) => each !== "" && each !== "undefined")
      .map((each) => ({ name: "", value: each.replaceAll("_", ""), place })),
  );
}

test("no limit is written in the settings, a module or a stack, but for our own", () => {
  const limits = limitsIn(["settings", "modules", "stacks"]);
  expect(limits.length).toBeGreaterThan(10);
  expect(limits.filter(({ value }) => !OWN_LIMITS.includes(value))).toEqual([]);
  // A reason without a limit is stale.
  expect(OWN_LIMITS.filter((own) => !limits.some(({ value }) => value === own))).toEqual([]);
});

/** Smaller numbers are too common: 255 is also the end of a byte. */
test("no large limit is written in two files", () => {
  const limits = limitsIn(["settings", "modules", "stacks", "aws"]);
  const places = grouped(limits.filter(({ value }) => Math.abs(Number(value)) > 255));
  expect([...places].filter(([, files]) => files.size > 1)).toEqual([]);
});

function grouped(found: readonly Found[]): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  for (const { value, place } of found)
    places.set(value, (places.get(value) ?? new Set()).add(place));
  return places;
}
