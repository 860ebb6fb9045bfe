import fc from "fast-check";
import { environments } from "../fixtures/environments/all";
import { formatProblem, parseEnvironments, type Problem } from "../../settings/environment";
import { propertyRuns } from "../support/property-runs";
import { fullSettings } from "./full-settings";
import { mutated, type Mutated } from "./mutations";
import { isThere } from "./paths";
import { hasField } from "./schema-tree";

const { seed, numRuns } = propertyRuns(10_000);

test("settings that use every field have no problem", () => {
  expect(parseEnvironments(fullSettings).problems.map(formatProblem)).toEqual([]);
});

test(`${numRuns} mutated settings are valid or told what is wrong with which field`, () => {
  let valid = 0;
  fc.assert(
    fc.property(mutated([environments, fullSettings]), ({ settings }: Mutated) => {
      const parsed = parseEnvironments(settings);
      if (parsed.problems.length > 0) {
        expect(parsed.environments).toEqual([]);
        parsed.problems.forEach((problem) => {
          expectClear(problem, settings);
        });
        return;
      }
      valid++;
      expectFixedPoint(parsed.environments);
    }),
    { seed, numRuns },
  );
  process.stdout.write(
    `${numRuns} mutated settings from seed ${seed}: ${valid} valid, ${numRuns - valid} refused\n`,
  );
  expect(valid).toBeGreaterThan(numRuns / 8);
  expect(valid).toBeLessThan(numRuns / 2);
});

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/;
const RULE = /^(must|is not a field of the settings\.) .*[.?]$/;

/** Names a field that is there or could be, and says what must hold, on one line of a few sentences. */
function expectClear(problem: Problem, settings: object): void {
  const { path, message } = problem;
  const line = formatProblem(problem);
  const known = isThere(settings, path) || hasField(path);
  if (!known || !RULE.test(message) || CONTROL.test(line) || message.length > 700) {
    throw new Error(`not a clear message: ${JSON.stringify(line)}`);
  }
}

/** What comes out is plain data, and is valid itself: defaults break no rule. */
function expectFixedPoint(parsed: readonly { readonly name: string }[]): void {
  const again = parseEnvironments(
    Object.fromEntries(parsed.map((environment) => [environment.name, environment])),
  );
  expect(again.problems.map(formatProblem)).toEqual([]);
  expect(again.environments).toEqual(parsed);
  for (const [path, text] of texts(parsed)) {
    if (text.length > (FOR_PROGRAM.test(path) ? 60_000 : 1024))
      throw new Error(`${path} is unbounded`);
  }
  expect(JSON.parse(JSON.stringify(parsed))).toEqual(withoutUndefined(parsed));
}

/** Has no bound of its own, but for that of the task definition that it is in. */
const FOR_PROGRAM = /\.container\.(environment|command|secrets)\./;

function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => texts(member, `${path}.${key}`));
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value === 0 ? 0 : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, withoutUndefined(member)]),
  );
}
