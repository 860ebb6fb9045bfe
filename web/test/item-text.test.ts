import assert from "node:assert/strict";
import { test } from "node:test";
import { problemOf } from "../src/request/item-text";

for (const text of ["{}", ' {"a": [1, {"b": null}]} ', '{"a":12345678901234567890e5}']) {
  test(`${text} is an item`, () => {
    assert.equal(problemOf(text), undefined);
  });
}

for (const [text, message, place] of [
  ["", "Enter an item, as in {}.", [0, 0]],
  ["  ", "Enter an item, as in {}.", [0, 2]],
  ['[{"a":1}]', "An item must be an object, {…}, not an array, […].", [0, 9]],
  [' "a"', "An item must be an object, {…}, not a string.", [1, 3]],
  ["5", "An item must be an object, {…}, not a number.", [0, 1]],
  ["null", "An item must be an object, {…}, not a null.", [0, 4]],
  ['{"a": yes}', "Line 1, column 7: unknown word. Text needs double quotes.", [6, 3]],
  ['{\n  "a": 1,\n}', "Line 3, column 1: a name in double quotes is expected here.", [12, 1]],
  ['{"a" 1}', "Line 1, column 6: a colon is expected here.", [5, 1]],
  ['{"a": 1\n "b": 2}', "Line 2, column 2: a comma or a closing bracket is expected here.", [9, 3]],
  ['{"a": }', "Line 1, column 7: a value is expected here.", [6, 1]],
  ['{"a": 1', "Line 1, column 8: a closing brace } is expected here.", [7, 0]],
  ['{"a": [1}', "Line 1, column 9: a comma or a closing bracket is expected here.", [8, 1]],
  ['{"a": "b}', "Line 1, column 7: the closing double quote is missing.", [6, 3]],
  ['{"a": 01}', "Line 1, column 8: a comma or a closing bracket is expected here.", [7, 1]],
  ["{} {}", "Line 1, column 4: unexpected text after the end of the item.", [3, 1]],
  ['{"a": 1 /* one */}', "Line 1, column 9: JSON has no comments.", [8, 9]],
  ["{'a': 1}", "Line 1, column 2: unknown word. Text needs double quotes.", [1, 3]],
] as const) {
  test(`${JSON.stringify(text)} is refused with the place`, () => {
    assert.deepEqual(problemOf(text), { message, offset: place[0], length: place[1] });
  });
}

/** The parser of the stores must not reject text that this parser accepts. */
for (const text of [
  '{"a":1.}',
  '{"a":-}',
  '{"a":"\\x"}',
  '{"a":"\t"}',
  '{"a":.5}',
  '{"a":+1}',
  '{"a":NaN}',
  '{"a":"\\u12"}',
  "{]",
  '{"a":1}}',
  "\u00a0{}",
  '{"a":1e}',
  '{"a":tru}',
]) {
  test(`${JSON.stringify(text)} is refused, as JSON.parse refuses it`, () => {
    assert.throws(() => JSON.parse(text) as unknown);
    assert.notEqual(problemOf(text), undefined);
  });
}
