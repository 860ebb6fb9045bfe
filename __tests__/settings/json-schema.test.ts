import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parseEnvironments } from "../../settings/environment";
import { projectRoot } from "../../tools/project-root";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";

/** __tests__/tools/settings holds it to what follows from the schema. */
const written = JSON.parse(
  readFileSync(join(projectRoot(), "docs/reference/settings.schema.json"), "utf8"),
) as object;
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(written);

function problemsOf(settings: unknown): readonly string[] {
  validate(JSON.parse(JSON.stringify(settings)));
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

it.each(Object.entries({ dev, staging, prod }))("accepts the environment %s", (_, settings) => {
  expect(problemsOf(settings)).toEqual([]);
});

it.each<[string, object, string]>([
  ["an unknown field", { regoin: "us-east-2" }, " additionalProperties"],
  ["text in place of a number", { logRetentionDays: "30" }, "/logRetentionDays type"],
  ["a pattern", { accountId: "12" }, "/accountId pattern"],
  ["a choice", { containerInsights: "on" }, "/containerInsights enum"],
  ["a kind of network", { network: { kind: "none" } }, "/network oneOf"],
  ["a missing field", { network: { kind: "own", zoneCount: 2 } }, "/network required"],
  ["a dictionary's value", { tags: { Team: 1 } }, "/tags/Team type"],
  [
    "a service in a dictionary",
    { systems: { "talk-service": { services: { one: { prot: 1 } } } } },
    "/systems/talk-service/services/one additionalProperties",
  ],
])("refuses %s, as a synth does", (_, wrong, problem) => {
  const settings = { ...dev, ...wrong };
  expect(problemsOf(settings)).toContain(problem);
  expect(parseEnvironments({ dev: settings }).problems).not.toEqual([]);
});

it("refuses an environment without its region", () => {
  expect(problemsOf({ ...dev, region: undefined })).toEqual([" required"]);
});

it("names a rule that it cannot express, and describes a field", () => {
  const { properties } = written as { properties: Record<string, unknown> };
  expect(properties["notificationEmail"]).toEqual({
    type: "string",
    $comment: 'must be an e-mail address, as in "operations@example.com"',
    description: "E-mail address that receives alarms.",
  });
  expect(properties["accountId"]).toMatchObject({ type: "string", pattern: "^\\d{12}$" });
});
