import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { projectRoot } from "../../tools/project-root";

/** How many faults each letter of the list has; 0: one without a number. */
const FAULTS = { A: 11, B: 12, C: 23, D: 5, E: 10, F: 0, G: 8, H: 0 };
const ids = Object.entries(FAULTS).flatMap(([letter, count]) =>
  count === 0 ? [letter] : Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : testFiles(path);
    return entry.name.endsWith(".test.ts") && path !== __filename ? [path] : [];
  });
}

/** Files with a test of a fault, by its letter and number. */
function holding(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const folder of ["__tests__", "services", "web/test"]) {
    for (const file of testFiles(join(projectRoot(), folder))) {
      const named = readFileSync(file, "utf8").matchAll(/\[2026-11 ([A-H]\d*)\]/g);
      const path = relative(projectRoot(), file)
        .split(sep)
        .join("/")
        .replace(/^__tests__\//, "");
      for (const id of new Set([...named].map(([, id = ""]) => id)))
        found.set(id, [...(found.get(id) ?? []), path].sort());
    }
  }
  return found;
}

const rows = readFileSync(join(projectRoot(), "docs/reference/faults-2026-11.md"), "utf8")
  .split("\n")
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .filter(([, id = ""]) => /^[A-H]\d*$/.test(id))
  .map(([, id = "", , held = "", remains = ""]) => ({ id, held, remains }));

test("every fault of the list is in the table, in order, and no other", () => {
  expect(rows.map(({ id }) => id)).toEqual(ids);
});

test("the table names the tests that there are, and a reason where there is none", () => {
  const found = holding();
  const shown = Object.fromEntries(rows.map(({ id, held }) => [id, held]));
  const expected = ids.map((id) => [
    id,
    (found.get(id) ?? []).map((file) => `\`${file}\``).join(", "),
  ]);
  expect(shown).toEqual(Object.fromEntries(expected));
  expect(rows.filter(({ held, remains }) => held === "" && remains === "")).toEqual([]);
  expect([...found.keys()].filter((id) => !ids.includes(id))).toEqual([]);
});
