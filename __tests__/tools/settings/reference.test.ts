import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../tools/project-root";
import { settingsReference } from "../../../tools/settings/reference";

const page = settingsReference(projectRoot());
const row = (setting: string) =>
  page.split("\n").find((line) => line.startsWith(`| \`${setting}\``));

test("docs/reference/settings.md is what the schema says: run `npm run settings` after a change", () => {
  const written = readFileSync(join(projectRoot(), "docs", "reference", "settings.md"), "utf8");
  expect(written).toBe(page);
});

test("gives a setting's type, default and doc comment", () => {
  expect(row("awsProviderVersion")).toBe(
    '| `awsProviderVersion` | `string` | `"~> 6.25"` | Terraform\'s constraint for the AWS provider. |',
  );
});

test("names the form that a setting belongs to", () => {
  expect(row("network[own].nat")).toContain('"none" \\| "single" \\| "per-zone"');
});

test("lists every system's own settings", () => {
  for (const title of ["http-scale-out", "daemon-api", "talk-service", "rest-api", "http-api"]) {
    const section = page.split(`## ${title}\n`)[1]!.split("\n## ")[0]!;
    expect(section.split("\n").filter((line) => line.startsWith("| `")).length).toBeGreaterThan(40);
  }
});
