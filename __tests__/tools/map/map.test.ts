import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withDiagrams } from "../../../tools/map/design-page";
import { importDiagram } from "../../../tools/map/diagram";
import { readImports } from "../../../tools/map/imports";
import { projectRoot } from "../../../tools/project-root";

const page = readFileSync(join(projectRoot(), "docs", "design.md"), "utf8");

it("docs/design.md draws who imports whom as it is; `npm run map` draws it anew", () => {
  expect(page).toBe(withDiagrams(page, projectRoot()));
});

it("reads imports of values, of types, re-exports and dynamic ones", () => {
  const imports = readImports(projectRoot(), ["tools/map", "environments/dev.ts"]);
  expect(imports).toContainEqual({
    from: "tools/map/design-page.ts",
    to: "tools/map/diagram",
    isOfTypes: false,
  });
  expect(imports).toContainEqual({
    from: "tools/map/diagram.ts",
    to: "tools/map/imports",
    isOfTypes: true,
  });
  expect(imports).toContainEqual({
    from: "environments/dev.ts",
    to: "settings/environment",
    isOfTypes: true,
  });
});

it("draws an arrow once, dotted when nothing but types is imported", () => {
  const from = (file: string, to: string, isOfTypes: boolean) => ({ from: file, to, isOfTypes });
  const imports = [
    from("b/1.ts", "a/1", true),
    from("b/2.ts", "a/2", false),
    from("c/1.ts", "a/1", true),
    from("a/1.ts", "a/2", false),
    from("left/1.ts", "a/1", false),
  ];
  const groupOf = (path: string) => (path.startsWith("left") ? undefined : path.split("/")[0]);
  expect(importDiagram(imports, groupOf).split("\n").slice(2, -1)).toEqual([
    "  b_[b] --> a_[a]",
    "  c_[c] -.-> a_[a]",
  ]);
});

it("answers twenty questions and more on where to change what, each with a place that there is", () => {
  const [, table = ""] = page.split("## Where do I change ...?");
  const rows = (table.split("## Recipes")[0] ?? "")
    .split("\n")
    .filter((line) => /^\|.*\]\(/.test(line));
  expect(rows.length).toBeGreaterThanOrEqual(20);
});
