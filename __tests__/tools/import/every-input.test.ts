import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { formatProblem, parseEnvironments } from "../../../settings/environment";
import { counts, reportText } from "../../../tools/import/report";
import { Field } from "../../../tools/import/field";
import { stylesFor } from "../../../tools/terminal/style";
import { synthesizeInto } from "../../terraform/synthesize-into";
import { FIXTURES, importFixture, INPUTS, settingsOf } from "./fixtures";

const outdir = mkdtempSync(join(tmpdir(), "import-"));
let folders = 0;

afterAll(() => {
  rmSync(outdir, { recursive: true });
});

/** Values of a file that have nothing below them. */
function leavesOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  const values = Object.values(value);
  return values.length === 0 ? 1 : values.reduce<number>((sum, each) => sum + leavesOf(each), 0);
}

it("has twelve shapes of Compose files and 37 manifests of Copilot", () => {
  const manifests = readdirSync(join(FIXTURES, "copilot"), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith("manifest.yml") && !path.includes("pipelines"));
  expect(readdirSync(join(FIXTURES, "compose"))).toHaveLength(12);
  expect(manifests).toHaveLength(37);
});

describe.each(INPUTS.map((paths) => [paths.join(" and "), paths] as const))("%s", (_, paths) => {
  const imported = importFixture(paths, { account: "123456789012" });

  it("says of every field what becomes of it, with a reason", () => {
    const { taken, changed, left } = counts(imported.files);
    const fields = imported.files.reduce((sum, { field }) => sum + field.leaves.length, 0);
    expect(taken + changed + left).toBe(fields);
    for (const { field } of imported.files) {
      for (const [, outcome] of field.rows) {
        if (outcome.kind !== "taken") expect(outcome.why).toMatch(/^.{8,}\.$|[^.]$/);
        else expect(outcome.to).not.toBe("");
      }
    }
  });

  it("reads as many fields as the files have", () => {
    for (const { path, field } of imported.files.filter(({ path }) =>
      /\.(ya?ml|json)$/.test(path),
    )) {
      const value: unknown = parse(readFileSync(join(FIXTURES, path), "utf8"), {
        merge: true,
        logLevel: "silent",
      });
      expect([path, field.leaves.length]).toEqual([path, leavesOf(value)]);
    }
  });

  it("makes settings that are taken without a problem, and that synthesize", () => {
    expect(imported.environments).not.toEqual([]);
    const parsed = parseEnvironments(settingsOf(imported));
    expect(parsed.problems.map(formatProblem)).toEqual([]);
    const synthesis = synthesizeInto(join(outdir, String(folders++)), settingsOf(imported));
    expect(synthesis.environments).toEqual(imported.environments.map(({ name }) => name));
  });

  it("puts whatever it names into the settings", () => {
    const settings = settingsOf(imported);
    const all = Object.values(settings).map((environment) => Field.of(environment));
    for (const { field } of imported.files) {
      for (const [, outcome] of field.rows) {
        if (outcome.kind === "left" || !outcome.to?.startsWith("systems.")) continue;
        const to = outcome.to;
        const found = all.some((environment) => isThere(environment, to));
        expect([to, found]).toEqual([to, true]);
      }
    }
  });

  it("is reported without colours where there is no terminal", () => {
    expect(reportText(imported.files, imported, stylesFor({ isTTY: false }))).not.toContain(
      "\u001b",
    );
  });
});

/** Names in a place may have dots: every way to cut it is tried. */
function isThere(field: Field, place: string): boolean {
  if (place === "") return field.exists;
  const steps = place.split(".");
  return steps.some((_, index) => {
    const child = field.get(steps.slice(0, index + 1).join("."));
    return child.exists && isThere(child, steps.slice(index + 1).join("."));
  });
}
