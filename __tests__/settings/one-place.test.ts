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

function grouped(found: readonly Found[]): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  for (const { value, place } of found)
    places.set(value, (places.get(value) ?? new Set()).add(place));
  return places;
}
