import { ownerOfFile } from "@services/kit/testing/file-owner";
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { assertMistake } from "./support/assert-mistake";
import { foodStore } from "./support/stores";
import { StoreClient } from "./support/store-client";

const idName = foodStore.STORE_ID_NAME;
let client: StoreClient;
const owner = ownerOfFile();
before(async () => {
  client = await StoreClient.start(owner);
});

for (const [sent, kept = sent] of [
  ["12345678901234567890123456789012345678"],
  ["-0.12345678901234567890123456789012345678"],
  ["9007199254740993"],
  ["0.1"],
  ["1.0", "1"],
  ["-0", "0"],
  ["0e999", "0"],
  ["1E3", "1000"],
  ["1e21", "1000000000000000000000"],
  ["1e38", "1e+38"],
  ["123e-9", "1.23e-7"],
  ["9.9e125", "9.9e+125"],
  ["1e-130"],
] as const) {
  test(`the number ${sent} comes back as ${kept}, not a digit lost`, async () => {
    const put = await client.put("number", `{"x":${sent}}`);
    assert.equal(put.text, `{"x":${kept},"${idName}":"number"}`);
    assert.match((await client.get("number")).text, new RegExp(`"x":${escaped(kept)}[,}]`));
  });
}

for (const [number, reason] of [
  [
    "123456789012345678901234567890123456789",
    "has 39 significant digits, but DynamoDB stores at most 38",
  ],
  ["1e126", "is outside the range of DynamoDB"],
  ["-1e999999999999", "is outside the range of DynamoDB"],
  ["1e-131", "is outside the range of DynamoDB"],
] as const) {
  test(`the number ${number} is refused with its place`, async () => {
    const answer = await client.put("n", `{"a":{"b":[0,${number}]}}`);
    assertMistake(answer, 400, `["a"]["b"][1]: the number ${number} ${reason}`);
  });
}

const nested = (levels: number) => `{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`;

test("32 levels come back, and more are refused however many there are", async () => {
  const deep = await client.put("deep", nested(32));
  assert.equal(deep.status, 200);
  assert.deepEqual((await client.get("deep")).json, deep.json);
  for (const levels of [33, 50_000])
    assertMistake(await client.put("deeper", nested(levels)), 400, "DynamoDB stores 32 levels");
});

for (const [body, message] of [
  ['{"a":{"":1}}', '["a"][""]: DynamoDB does not support an attribute with an empty name.'],
  ['{"":1}', '[""]: DynamoDB does not support an attribute with an empty name.'],
  ['{"__proto__":{"x":1}}', '["__proto__"]: this name cannot be stored.'],
  ['{"a":[{"__proto__":1}]}', '["a"][0]["__proto__"]: this name cannot be stored.'],
  ['{"a":"\\ud800"}', '["a"]: the text has half a character'],
  ['{"\\udc00a":1}', "the text has half a character"],
] as const) {
  test(`${body} is refused with its place`, async () => {
    assertMistake(await client.put("refused", body), 400, message);
    assert.deepEqual((await client.get("refused")).json, {});
  });
}

test("names that mean something to JavaScript are names like any other", async () => {
  const item = {
    constructor: { name: "Set", prototype: null },
    nested: { constructor: { name: "Map" }, isLosslessNumber: true, toJSON: 1, toString: "text" },
    hasOwnProperty: [{ constructor: 1 }],
    valueOf: {},
  };
  assert.equal((await client.put("names", item)).status, 200);
  assert.deepEqual((await client.get("names")).json, { ...item, [idName]: "names" });
});

for (const id of [
  "a b",
  "a/b",
  "ünïcode 🐢",
  "%41",
  "a?b#c",
  "..a",
  "__proto__",
  "constructor",
  "x".repeat(2048),
]) {
  test(`an item can have the id ${id.length > 20 ? "of 2048 bytes" : id}`, async () => {
    const put = await client.put(id, { x: 1 });
    assert.deepEqual([put.status, put.json], [200, { x: 1, [idName]: id }]);
    assert.deepEqual((await client.get(id)).json, put.json);
  });
}

for (const id of ["x".repeat(2049), "ü".repeat(1025)]) {
  test(`an id of ${String(Buffer.byteLength(id))} bytes is refused`, async () => {
    for (const answer of [await client.get(id), await client.put(id, {})])
      assertMistake(answer, 400, "The id must have at most 2048 bytes, got 20");
  });
}

function escaped(text: string): string {
  return text.replace(/[.+]/g, "\\$&");
}
