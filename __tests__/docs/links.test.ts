import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../../tools/project-root";
import { pages } from "./pages";

interface Link {
  readonly place: string;
  readonly target: string;
}

const markdown = pages().filter((page) => page.endsWith(".md"));
const read = (page: string) => readFileSync(join(projectRoot(), page), "utf8");
const links = markdown
  .flatMap(linksOf)
  .map(({ place, target }) => [`${place}: ${target}`, { place, target }] as const);

it("finds the links of the pages", () => {
  expect(links.length).toBeGreaterThan(150);
});

describe("a link leads to a file or heading that exists:", () => {
  test.each(links)("%s", (_, { place, target }) => {
    const page = place.split(":")[0] ?? "";
    const [path = "", heading] = target.split("#");
    const file = path === "" ? page : join(dirname(page), path);
    expect({ file, exists: existsSync(join(projectRoot(), file)) }).toEqual({ file, exists: true });
    if (heading !== undefined && statSync(join(projectRoot(), file)).isFile()) {
      expect(anchorsOf(file)).toContain(heading);
    }
  });
});

test("docs/index.md leads to every page in docs/", () => {
  const inIndex = new Set(
    linksOf("docs/index.md").map(({ target }) => join("docs", target.split("#")[0] ?? "")),
  );
  const others = markdown.filter((page) => page.startsWith("docs/") && page !== "docs/index.md");
  expect(others.filter((page) => !inIndex.has(page))).toEqual([]);
});

test("the README takes ten minutes to read: it is smaller than 8 KB", () => {
  expect(Buffer.byteLength(read("README.md"))).toBeLessThan(8 * 1024);
});

/** Links to files of the project; addresses on the web are not checked, because tests reach no network. */
function linksOf(page: string): Link[] {
  const withoutCode = read(page).replaceAll(/^( *)```[^]*?^ *```$/gm, (block) =>
    block.replaceAll(/[^\n]/g, ""),
  );
  return [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(({ index, 1: target = "" }) => ({
      place: `${page}:${withoutCode.slice(0, index).split("\n").length}`,
      target,
    }))
    .filter(({ target }) => !/^(https?|mailto):/.test(target));
}

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
