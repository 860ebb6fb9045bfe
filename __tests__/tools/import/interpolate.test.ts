import { interpolate } from "../../../tools/import/compose/interpolate";

const variables = { SET: "value", EMPTY: "", OTHER: "x" };

function read(text: string): readonly [unknown, readonly string[]] {
  const unset = new Set<string>();
  const value = interpolate(text, variables, { unset, placeOf: () => "compose.yaml:1:1" });
  return [value, [...unset]];
}

// https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
it.each([
  ["$SET and ${SET}", "value and value"],
  ["${SET:-d} ${EMPTY:-d} ${EMPTY-d} ${NONE-d}", "value d  d"],
  ["${SET:+r}|${EMPTY:+r}|${EMPTY+r}|${NONE+r}", "r||r|"],
  ["${NONE:-${EMPTY:-${SET}}}", "value"],
  ["${NONE:-a:b}c", "a:bc"],
  ["${SET:?why}", "value"],
  ["$$SET costs $5 and ends in $", "$SET costs $5 and ends in $"],
  ["no variables", "no variables"],
])("%s becomes %s", (text, value) => {
  expect(read(text)).toEqual([value, []]);
});

it("tells which variables were empty for want of a value", () => {
  expect(read("$NONE ${NONE_TOO} ${EMPTY}")).toEqual(["  ", ["NONE", "NONE_TOO"]]);
});

it.each([
  ["${NONE:?}", "compose.yaml:1:1: the variable NONE must have a value."],
  ["${EMPTY:?say $SET}", "compose.yaml:1:1: the variable EMPTY must have a value (say value)."],
  ["${1}", "must begin with a variable's name"],
  ["${SET!x}", "must have :-, -, :?, ?, :+ or +"],
])("refuses %s", (text, message) => {
  expect(() => read(text)).toThrow(message);
});

it("replaces values wherever they stand, and no names", () => {
  const value = interpolate({ $SET: ["$SET", { a: "$OTHER", b: 1, c: null }] }, variables, {
    unset: new Set(),
    placeOf: () => "",
  });
  expect(value).toEqual({ $SET: ["value", { a: "x", b: 1, c: null }] });
});
