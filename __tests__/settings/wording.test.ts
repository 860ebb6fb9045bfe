import { formatProblem } from "../../settings/environment";
import { nearest } from "../../settings/wording/show";
import { oneOf, show, showFilled, showPath } from "../../settings/wording/show";

test.each([
  [undefined, "nothing"],
  [null, "null"],
  [-0, "0"],
  [1e21, "1e+21"],
  [NaN, "NaN"],
  [10n, "10"],
  [true, "true"],
  ["a\n\u001b[31m\u202e\u007f", String.raw`"a\n\u001b[31m\u202e\u007f"`],
  ["\ud800", String.raw`"\ud800"`],
  ["a".repeat(61), `"${"a".repeat(60)}…"`],
  [[], "a list of no entries"],
  [[1], "a list of 1 entry"],
  [{}, "an object of no entries"],
  [{ a: 1, b: 2 }, "an object of 2 entries"],
  [() => 1, "a function"],
  [Symbol("a"), "a symbol"],
])("shows %p on one line", (value, shown) => {
  expect(show(value)).toBe(shown);
});

test.each([
  [{ minInstances: 1, state: "stopped" }, "an object"],
  [{}, "an object of no entries"],
  [[1], "a list of 1 entry"],
  [null, "null"],
  ["a", '"a"'],
])("counts no defaults in %p", (value, shown) => {
  expect(showFilled(value)).toBe(shown);
});

test("shows a path as code would write it", () => {
  expect(showPath(["dev", "systems", "http-scale-out", "list", 0, "a b", "x.y", ""])).toBe(
    'dev.systems.http-scale-out.list[0]["a b"]["x.y"][""]',
  );
});

test("joins options with or", () => {
  expect(oneOf(["a"])).toBe('"a"');
  expect(oneOf(["a", "b", "c"])).toBe('"a", "b" or "c"');
});

test.each([
  ["prdo", "prod"],
  ["DEV", "dev"],
  ["stagin", "staging"],
  ["dev2", "dev"],
  ["test", undefined],
  ["", undefined],
  ["d".repeat(10_000), undefined],
])("the nearest name to %p is %p", (name, expected) => {
  expect(nearest(name, ["dev", "staging", "prod"])).toBe(expected);
});

test("the nearest of several is the one with the fewest slips", () => {
  expect(nearest("minTask", ["maxTasks", "minTasks"])).toBe("minTasks");
});

test("a problem is its path and what is wrong there", () => {
  expect(
    formatProblem({ environment: "dev", path: ["dev", "list", 0], message: "must be given." }),
  ).toBe("dev.list[0] must be given.");
});
