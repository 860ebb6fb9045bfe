import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../tools/project-root";
import { settingsJsonSchema } from "../../../settings/json-schema";
import { inOrder, withDefaults, withDescriptions } from "../../../tools/settings/described-schema";
import {
  readSettings,
  settingsReference,
  systemPage,
  withSettings,
} from "../../../tools/settings/reference";
import { systems as schemas } from "../../../settings/schema/environment";

const schema = settingsJsonSchema();
const settings = inOrder(schema, withDefaults(schema, readSettings(projectRoot())));
const { environment, systems } = settingsReference(settings);
const written = (page: string) => readFileSync(join(projectRoot(), page), "utf8");
const row = (setting: string) =>
  environment.split("\n").find((line) => line.startsWith(`| \`${setting}\``));

test("docs/reference/settings.md matches the schema: run `npm run settings` after a change", () => {
  expect(written("docs/reference/settings.md")).toBe(environment);
});

test("docs/reference/settings.schema.json matches the schema and its doc comments", () => {
  const described = withDescriptions(settingsJsonSchema(), settings);
  expect(JSON.parse(written("docs/reference/settings.schema.json"))).toEqual(
    JSON.parse(JSON.stringify(described)),
  );
});

test.each(Object.keys(schemas))("the page of %s matches the schema", (system) => {
  const page = written(systemPage(system));
  expect(page).toBe(withSettings(page, system, systems[system]!));
});

test("lists settings as the schema does, each before what is within it, and one form after the other", () => {
  const form = (kind: string, ...names: readonly string[]) => ({
    properties: {
      kind: { const: kind },
      ...Object.fromEntries(names.map((name) => [name, { type: "string" }])),
    },
  });
  const root = {
    properties: { name: {}, place: { oneOf: [form("a", "x", "y"), form("b", "x")] }, tags: {} },
  };
  const listed = ["tags", "place", "place[b].x", "place[a].y", "place[a].x", "name"].map(
    (path) => ({ path, type: "", default: "", description: "", pages: [], isOptional: false }),
  );
  expect(inOrder(root, listed).map(({ path }) => path)).toEqual([
    ...["name", "place", "place[b].x", "place[a].x", "place[a].y", "tags"],
  ]);
});

test("gives a setting's type, default and doc comment", () => {
  expect(row("awsProviderVersion")).toBe(
    '| `awsProviderVersion` | `string` | `"~> 6.25"` | Terraform\'s version constraint for the AWS provider. |',
  );
});

test("names the form that a setting belongs to", () => {
  expect(row("network[own].nat")).toContain('"none" \\| "single" \\| "per-zone"');
});

test("lists every system's own settings", () => {
  for (const system of Object.keys(schemas)) {
    const rows = systems[system]!.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((line) => line.includes("systems."))).toEqual([]);
  }
});
