import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { post } from "@services/kit/testing/json";
import { studentService, withoutDatabase } from "./support/programs";

/** An invalid body is rejected before the database is queried. There is no database here. */
const owner = ownerOfFile();
let url: string;
before(async () => {
  ({ url } = await studentService.start(owner, withoutDatabase.students));
  url += "/student";
});

const good = { name: "Anna", email: "anna@example.com", subject_id: 1 };
const rules = {
  name: "a text of 1 to 100 characters without control characters",
  email: "an e-mail address of at most 255 characters",
  subject_id: "a whole number from 1 to 2147483647",
};

test("names every wrong field at once, each with its rule and what it got", async () => {
  const { status, body } = await post(url, { name: "", email: "anna", subject_id: "1", age: 7 });
  assert.equal(status, 400);
  assert.deepEqual(body.errors, [
    { field: "age", message: "is unknown: the fields are name, email, subject_id" },
    { field: "name", message: `must be ${rules.name}, got ""` },
    { field: "email", message: `must be ${rules.email}, got "anna"` },
    { field: "subject_id", message: `must be ${rules.subject_id}, got "1"` },
  ]);
  assert.equal(
    body.message,
    `The body is not valid: ${(body.errors as { field: string; message: string }[]).map(({ field, message }) => `${field} ${message}`).join("; ")}.`,
  );
});

test("names every missing field at once", async () => {
  const { status, body } = await post(url, {});
  assert.equal(status, 400);
  assert.deepEqual(
    body.errors,
    Object.entries(rules).map(([field, rule]) => ({
      field,
      message: `is missing: it must be ${rule}`,
    })),
  );
});

const wrong: Readonly<Record<keyof typeof rules, readonly unknown[]>> = {
  name: [
    null,
    7,
    true,
    [],
    {},
    "   ",
    "\u3000",
    "😀".repeat(101),
    "a".repeat(101),
    "nul\u0000",
    "line\nend",
    "half \ud83d",
    "\udc00",
  ],
  email: [
    null,
    7,
    "a@b@c.de",
    "@example.com",
    "anna@",
    "anna schmidt@example.com",
    "anna@example.com\n",
    "anna@example.com\u0000",
    "😀@example.com",
    "jos\u00e9@example.com",
    `${"a".repeat(250)}@example.com`,
    "'; DROP TABLE student; --",
  ],
  subject_id: [null, "7", 0, -1, 1.5, 2147483648, 1e300, true, [1], {}, "1 OR 1=1"],
};
for (const [field, values] of Object.entries(wrong)) {
  for (const value of values) {
    const text = JSON.stringify(value);
    test(`[rest-api 31] answers 400 to the ${field} ${text.slice(0, 30)}`, async () => {
      const { status, body } = await post(url, { ...good, [field]: value });
      assert.equal(status, 400);
      const rule = rules[field as keyof typeof rules];
      const [error, ...others] = body.errors as { field: string; message: string }[];
      assert.deepEqual(others, []);
      assert.equal(error?.field, field);
      assert.ok(error.message.startsWith(`must be ${rule}, got `), error.message);
      assert.ok(error.message.length < 200, "a long value is shortened");
    });
  }
}

const noObjects: Readonly<Record<string, string | Uint8Array>> = {
  nothing: "",
  "a blank": " ",
  "broken JSON": '{"name":"Anna"',
  "no JSON": "name=Anna",
  "a list": "[]",
  "a text": '"Anna"',
  null: "null",
  "a body in Latin-1": Buffer.from(
    '{"name":"José","email":"jose@example.com","subject_id":1}',
    "latin1",
  ),
  "a prototype": '{"__proto__":{"name":"Anna"},"email":"anna@example.com","subject_id":1}',
  "ten thousand brackets": "[".repeat(10_000),
};
for (const [what, text] of Object.entries(noObjects)) {
  test(`[rest-api 31] answers 400 and a message to ${what}`, async () => {
    const { status, body } = await post(url, text);
    assert.equal(status, 400);
    assert.match(String(body.message), /^The body must be (a )?JSON/);
  });
}

test("a good body is one whatever its content type says; then the database is asked, which is away", async () => {
  for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
    const headers = { "content-type": type };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(good) });
    assert.equal(response.status, 503);
  }
});

test("an address that is made to be slow to check isn't", async () => {
  for (const email of [
    `${"a.".repeat(7_000)}@`,
    `a@${"a-".repeat(7_000)}`,
    `a@${"a.".repeat(7_000)}`,
  ]) {
    const before = performance.now();
    assert.equal((await post(url, { ...good, email })).status, 400);
    const ms = performance.now() - before;
    assert.ok(ms < 1_000, `${ms.toFixed(0)} ms`);
  }
});

for (const bytes of [16 * 1024 + 1, 1_000_000, 20_000_000]) {
  test(`answers 413 to a body of ${String(bytes)} bytes, announced or not`, async () => {
    const text = `{"name":"${"a".repeat(bytes - 11)}"}`;
    assert.equal(text.length, bytes);
    const blob = new Blob([text]);
    for (const body of [text, blob.stream()]) {
      const response = await fetch(url, { method: "POST", body, duplex: "half" } as RequestInit);
      assert.equal(response.status, 413);
      assert.deepEqual(await response.json(), {
        message: "The body must have at most 16384 bytes.",
      });
    }
  });
}

test("takes the longest record that there can be, each character escaped", async () => {
  const escaped = "\\ud83d\\ude00".repeat(100);
  const email = `${"\\u0061".repeat(64)}@${"\\u0062".repeat(60)}.example`;
  const body = `{"name":"${escaped}","email":"${email}","subject_id":2147483647}`;
  assert.equal((await post(url, body)).status, 503);
});
