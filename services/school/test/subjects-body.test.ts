import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post } from "@services/kit/testing/json";
import { subjectService, withoutDatabase } from "./support/programs";

/** An invalid body is rejected before the database is queried. There is no database here. */
const owner = ownerOfFile();
let url: string;
before(async () => {
  ({ url } = await subjectService.start(owner, withoutDatabase.subjects));
});

const rules = {
  name: "a text of 1 to 100 characters without control characters",
  teacher: "a text of 1 to 100 characters without control characters, or null",
};

test("[2026-11 B12] is not healthy before it has seen its database, and answers 503 to what needs it", async () => {
  assert.equal((await get(`${url}/health-check`)).status, 503);
  assert.equal((await post(`${url}/subject`, { name: "Mathematics" })).status, 503);
  const { status, headers } = await get(`${url}/subject/1`);
  assert.equal(status, 503);
  assert.equal(headers.get("retry-after"), "1");
});

test("names every wrong field at once, each with its rule and what it got", async () => {
  const { status, body } = await post(`${url}/subject`, { name: 7, teacher: "", room: "A 1" });
  assert.equal(status, 400);
  assert.deepEqual(body.errors, [
    { field: "room", message: "is unknown: the fields are name, teacher" },
    { field: "name", message: `must be ${rules.name}, got 7` },
    { field: "teacher", message: `must be ${rules.teacher}, got ""` },
  ]);
});

test("names the one field that must be there", async () => {
  const { status, body } = await post(`${url}/subject`, {});
  assert.equal(status, 400);
  assert.deepEqual(body.errors, [
    { field: "name", message: `is missing: it must be ${rules.name}` },
  ]);
});

const wrong = [7, true, [], {}, "   ", "😀".repeat(101), "nul\u0000", "half \ud83d"];
for (const field of ["name", "teacher"] as const) {
  for (const value of wrong) {
    test(`[rest-api 31] answers 400 to the ${field} ${JSON.stringify(value).slice(0, 20)}`, async () => {
      const { status, body } = await post(`${url}/subject`, {
        name: "Mathematics",
        [field]: value,
      });
      assert.equal(status, 400);
      const fields = (body.errors as { readonly field: string }[]).map((error) => error.field);
      assert.deepEqual(fields, [field]);
    });
  }
}

for (const text of ["", "{", "[]", "null"]) {
  test(`[rest-api 31] answers 400 and a message to the body ${JSON.stringify(text)}`, async () => {
    const { status, body } = await post(`${url}/subject`, text);
    assert.equal(status, 400);
    assert.match(String(body.message), /^The body must be (a )?JSON/);
  });
}

test("answers 413 to a body that is too large", async () => {
  const { status, body } = await post(`${url}/subject`, { name: "a".repeat(1_000_000) });
  assert.equal(status, 413);
  assert.deepEqual(body, { message: "The body must have at most 16384 bytes." });
});
