import { formatProblem, parseEnvironments, type SystemName } from "../../settings/environment";
import { systems } from "../../settings/schema/environment";
import { devRunning } from "../support/environments";
import { blocks, pages, type Snippet, tableSettings } from "./pages";

type Settings = Readonly<Record<string, unknown>>;

const SYSTEMS = Object.keys(systems) as SystemName[];

const snippets = pages()
  .flatMap((page) => blocks(page, "ts"))
  .filter(({ text }) => /^\s*("?[\w-]+"?: |\/\/ environments)/.test(text))
  .map((snippet) => [snippet.place, snippet] as const);

it("finds the settings that the pages show", () => {
  expect(snippets.length).toBeGreaterThan(5);
});

describe("[2026-11 A5] settings that the docs show are taken, and do what they say:", () => {
  test.each(snippets)("%s", (_, snippet) => {
    const { environments: parsed, problems } = parseEnvironments({ dev: inDev(snippet) });
    expect(problems.map(formatProblem)).toEqual([]);
    // Without `build`, nothing fills a repository: tasks would start from an image that is not there.
    const unfilled = parsed.flatMap(({ systems }) => repositoriesWithoutBuild(systems));
    expect(unfilled).toEqual([]);
  });
});

/** Settings in the cells of a system's table, but for those that leave something to the reader. */
const cells = pages()
  .flatMap(tableSettings)
  .map((snippet) => [`${snippet.place}: ${snippet.text}`, snippet] as const);

it("finds the settings in the tables", () => {
  expect(cells.length).toBeGreaterThan(15);
});

describe("[2026-11 E8] a setting in a table is taken:", () => {
  test.each(cells)("%s", (_, snippet) => {
    const { problems } = parseEnvironments({ dev: inDev(snippet) });
    expect(problems.map(formatProblem)).toEqual([]);
  });
});

/** The settings of dev with a snippet in the place where it belongs. */
function inDev({ text, place }: Snippet): Settings {
  const shown = evaluated(text);
  const [first = ""] = Object.keys(shown);
  const shownSystem = SYSTEMS.find((name) => name === first);
  const system =
    shownSystem ?? SYSTEMS.find((name) => place.includes(`/${name}.md:`)) ?? "http-scale-out";
  const { dev } = devRunning(system, {});
  const domain = { name: "example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
  if (shownSystem !== undefined) return { domain, ...dev, systems: shown };
  if (["systems", "notificationEmail", "github", "pipelines"].includes(first) || first in dev)
    return { domain, ...dev, ...shown };
  return { domain, ...dev, systems: { [system]: { ...dev.systems[system], ...shown } } };
}

/** Fields of an object as a page shows them; <account> and the like stand for what only a user knows. */
function evaluated(text: string): Settings {
  const filled = text.replaceAll("<account>", "111122223333");
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- pages of this project
  return new Function(`return {${filled}\n};`)() as Settings;
}

/** Paths of images of the kind `repository` that no build fills. */
function repositoriesWithoutBuild(value: unknown, path = "systems"): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { kind, build } = value as { readonly kind?: unknown; readonly build?: unknown };
  if (kind === "repository") return build === undefined ? [path] : [];
  return Object.entries(value).flatMap(([key, each]) =>
    repositoriesWithoutBuild(each, `${path}.${key}`),
  );
}
