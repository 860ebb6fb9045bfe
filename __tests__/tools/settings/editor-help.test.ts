import { at, withDescriptions } from "../../../tools/settings/described-schema";
import { readSettings } from "../../../tools/settings/reference";
import { settingsJsonSchema } from "../../../settings/json-schema";
import { projectRoot } from "../../../tools/project-root";

/* What an editor shows of a setting: its doc comment, and the JSON schema's for tools of other languages. */

/** All but the name of an environment, which is its key in environments/all.ts. */
const settings = readSettings(projectRoot()).filter(({ path }) => path !== "name");
const schema = settingsJsonSchema();
const described = withDescriptions(schema, settings);
const paths = (found: readonly { readonly path: string }[]) => found.map(({ path }) => path);
const numbers = settings.filter(({ type }) => type === "number");

/** At the end of a name, or anywhere in a description. */
const UNIT_IN_NAME =
  /(Seconds|Milliseconds|Minutes|Days|Percent|GiB|MiB|Port|port|priority|Instances|Tasks|Count|Minute|statusCode|Usd|Id)$/;
const UNIT =
  /\b(seconds?|milliseconds|minutes|hours|days|percent|%|MiB|GiB|CPU units|number|requests|e-mails|messages|tasks|instances|checks|periods|characters|how often)\b/i;

test("the settings are found", () => {
  expect(settings.length).toBeGreaterThan(700);
  expect(numbers.length).toBeGreaterThan(200);
});

test("every setting has a description", () => {
  expect(paths(settings.filter(({ description }) => description.trim() === ""))).toEqual([]);
});

test("every number has its unit, in its name or its description", () => {
  const without = numbers.filter(
    ({ path, description, default: value }) =>
      !UNIT_IN_NAME.test(path) && !UNIT.test(`${description} ${value}`),
  );
  expect(paths(without)).toEqual([]);
});

test("every number, which has limits, has AWS's page about them", () => {
  // IDs are GitHub's. Nobody but this project's command reads when a preview expires and what it may cost.
  const own =
    /\.(statusCode|ownerId|repositoryId|previews\.expiresAfterDays|previews\.maxMonthlyCostUsd)$/;
  const without = numbers.filter(
    ({ path, pages }) =>
      !own.test(path) && !pages.some((page) => page.startsWith("https://docs.aws.amazon.com/")),
  );
  expect(paths(without)).toEqual([]);
});

test("every setting that may be left out has its default, in words or as a value", () => {
  const group = (type: string) => type === "";
  const without = settings.filter(
    ({ isOptional, type, default: value }) => isOptional && !group(type) && value === "",
  );
  expect(paths(without)).toEqual([]);
});

test("a default in a doc comment is the one that the schema has", () => {
  const compared = settings.flatMap(({ path, default: told }) => {
    const value = literal(told);
    const actual = at(schema, path)
      .map((field) => field.default)
      .filter((given) => given !== undefined);
    return value === undefined || actual.length === 0 ? [] : [{ path, told: value, actual }];
  });
  expect(compared.length).toBeGreaterThan(100);
  expect(compared.filter(({ told, actual }) => !actual.includes(told))).toEqual([]);
});

test("the JSON schema has every description and page", () => {
  const missing = settings.filter(({ path, description, pages }) =>
    at(described, path).some(
      (field) =>
        !field.description?.includes(description.replaceAll("\n", " ")) ||
        !pages.every((page) => field.description?.includes(page)),
    ),
  );
  expect(paths(missing)).toEqual([]);
  expect(settings.filter(({ path }) => at(described, path).length === 0)).toEqual([]);
});

function literal(text: string): unknown {
  if (!/^("[^"]*"|-?[\d.]+|true|false)$/.test(text)) return undefined;
  return JSON.parse(text);
}
