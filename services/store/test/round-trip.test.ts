import fc from "fast-check";
import assert from "node:assert/strict";
import { test } from "node:test";
import { foodStore } from "./support/stores";
import { StoreClient } from "./support/store-client";

/** The value after JSON serialization: no negative zero, and nothing that JSON cannot represent. */
const name = fc
  .oneof(
    fc.string({ minLength: 1, unit: "binary" }),
    fc.constantFrom("constructor", "toString", "toJSON", "isLosslessNumber", "then", "length"),
  )
  .filter((text) => text !== "" && text !== "__proto__" && text !== foodStore.STORE_ID_NAME);
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => value === 0 || (Math.abs(value) >= 1e-130 && Math.abs(value) < 1e125)),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: "small" },
    fc.string({ unit: "binary" }),
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(name, tie("value"), { maxKeys: 5 }),
  ),
}));

test("any object comes back as it went in, under any id", async (t) => {
  const client = await StoreClient.start(t);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, value, { maxKeys: 8 }),
      fc.string({ minLength: 1, maxLength: 100, unit: "binary" }).filter(isNoDotSegment),
      async (object, id) => {
        const wanted = {
          ...(JSON.parse(JSON.stringify(object)) as object),
          [foodStore.STORE_ID_NAME]: id,
        };
        const put = await client.put(id, object);
        assert.deepEqual([put.status, put.json], [200, wanted]);
        assert.deepEqual((await client.get(id)).json, wanted);
      },
    ),
    { numRuns: 300 },
  );
});

/** Clients resolve `.` and `..` before they send a path. */
function isNoDotSegment(id: string): boolean {
  return id !== "." && id !== "..";
}
