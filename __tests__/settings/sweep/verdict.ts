import { isDeepStrictEqual } from "node:util";
import { formatProblem, parseEnvironments, type Problem } from "../../../settings/environment";
import { isThere } from "./paths";
import { hasField } from "./schema-tree";

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/;
const RULE = /^(must|is not a field of the settings\.) .*[.?]$/;

/** Names a field that is there or could be, and says what must hold, on one line of a few sentences. */
export function expectClear(problem: Problem, settings: object): void {
  const { path, message } = problem;
  const line = formatProblem(problem);
  const known = isThere(settings, path) || hasField(path);
  if (!known || !RULE.test(message) || CONTROL.test(line) || message.length > 700) {
    throw new Error(`not a clear message: ${JSON.stringify(line)}`);
  }
}

/** What comes out is plain data, and is valid itself: defaults break no rule. */
export function expectFixedPoint(parsed: readonly { readonly name: string }[]): void {
  const again = parseEnvironments(
    Object.fromEntries(parsed.map((environment) => [environment.name, environment])),
  );
  expect(again.problems.map(formatProblem)).toEqual([]);
  expectEqual(again.environments, parsed);
  for (const [path, text] of texts(parsed)) {
    if (text.length > (FOR_PROGRAM.test(path) ? 60_000 : 1024))
      throw new Error(`${path} is unbounded`);
  }
  expectEqual(JSON.parse(JSON.stringify(parsed)), withoutUndefined(parsed));
}

/** Nearly always so, and found out in a tenth of the time; jest is for the difference. */
function expectEqual(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
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
