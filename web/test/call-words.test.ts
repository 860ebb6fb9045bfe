import assert from "node:assert/strict";
import { test } from "node:test";
import type { Call } from "../src/request/call";
import { explanationOf, isGood, readableBody, verdictOf } from "../src/request/call-words";
import { itemUrl, whyNotAnId } from "../src/request/item-id";

const call = (status: number | undefined, change: Partial<Call> = {}): Call => ({
  method: "PUT",
  url: "https://api.example.com/foodstore/foods/a",
  isSigned: true,
  sentAt: 0,
  durationMs: 12,
  ...(status !== undefined && { answer: { status, statusText: "", body: "{}" } }),
  ...change,
});

test("a 401 is explained by whether one is signed in", () => {
  assert.match(explanationOf(call(401, { isSigned: false })), /You are not signed in\. Sign in/);
  assert.match(explanationOf(call(401)), /did not accept your token/);
});

test("no answer is explained by what may be the cause", () => {
  assert.match(explanationOf(call(undefined)), /offline.*corsOrigins/);
  assert.equal(verdictOf(call(undefined)), "No response");
  assert.equal(isGood(call(undefined)), false);
});

test("an item that isn't there is said to be none", () => {
  assert.equal(explanationOf(call(200, { method: "GET" })), "There is no item with this id.");
  assert.equal(explanationOf(call(200)), "");
});

for (const status of [400, 403, 404, 413, 429, 500, 502, 503, 504]) {
  test(`a ${String(status)} is no good and is explained`, () => {
    assert.equal(isGood(call(status)), false);
    assert.match(explanationOf(call(status)), /\.$/);
    assert.match(verdictOf(call(status)), new RegExp(`^${String(status)} [A-Z]`));
  });
}

test("a body gets lines, and not a digit of it changes", () => {
  assert.equal(
    readableBody('{"a":12345678901234567890,"b":[1.0]}'),
    '{\n  "a": 12345678901234567890,\n  "b": [\n    1.0\n  ]\n}',
  );
  assert.equal(readableBody("<h1>No JSON</h1>"), "<h1>No JSON</h1>");
  assert.equal(readableBody(""), "");
});

for (const [id, reason] of [
  ["", /Enter an id/],
  [".", /browsers resolve these as folders/],
  ["..", /browsers resolve these as folders/],
  ["\ud800", /half a character/],
  ["ü".repeat(1025), /2050 bytes/],
] as const) {
  test(`${id.length > 9 ? "a long id" : JSON.stringify(id)} is no id`, () => {
    assert.match(whyNotAnId(id) ?? "", reason);
  });
}

for (const id of ["a/b", "a b?c#d", "ü🐢", "%41", "..."]) {
  test(`the address of ${id} gives it back`, () => {
    assert.equal(whyNotAnId(id), undefined);
    const { pathname } = new URL(itemUrl("https://api.example.com", "/petstore/pets", id));
    assert.equal(pathname.split("/").length, 4);
    assert.equal(decodeURIComponent(pathname.split("/")[3] ?? ""), id);
  });
}
