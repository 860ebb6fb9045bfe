import { ownerOfFile } from "@services/kit/testing/file-owner";
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { assertMistake } from "./support/assert-mistake";
import { foodStore, petStore } from "./support/stores";
import { StoreClient } from "./support/store-client";

for (const store of [foodStore, petStore])
  describe(store.STORE_PATH, () => {
    const { STORE_PATH: items, STORE_ID_NAME: idName } = store;
    let client: StoreClient;
    const owner = ownerOfFile();
    before(async () => {
      client = await StoreClient.start(owner, {}, store);
    });

    test("[http-api 25, 32] PUT stores an item with its id, and GET gives the same", async () => {
      const put = await client.put("a", { x: 1 });
      assert.equal(put.status, 200);
      assert.deepEqual(put.json, { x: 1, [idName]: "a" });
      assert.deepEqual(await client.get("a"), put);
    });

    test("[http-api 26, 32] GET of an unknown id answers 200 and an empty object", async () => {
      assert.deepEqual(await client.get("nobody"), { status: 200, text: "{}", json: {} });
    });

    test("[http-api 27, 32] PUT of an item with another id answers 400 and stores nothing", async () => {
      for (const other of ["b", "", null, true, 1, ["c"], { c: 1 }]) {
        const answer = await client.put("c", { [idName]: other });
        assertMistake(answer, 400, `The ${idName} of the body must be that of the path, "c".`);
      }
      assert.deepEqual((await client.get("c")).json, {});
    });

    for (const same of ["5", "5.0", '"5"']) {
      test(`PUT takes ${same} for the id 5 and stores the path's text`, async () => {
        const answer = await client.put("5", `{"${idName}":${same}}`);
        assert.deepEqual([answer.status, answer.json], [200, { [idName]: "5" }]);
      });
    }

    for (const [body, message] of [
      ["{", "JSON"],
      ['{"x":1,}', "JSON"],
      ['{"x":01}', "JSON"],
      ["nothing", "JSON"],
      ['{"x":1,"x":2}', "Duplicate key"],
      ["[1]", "must be a JSON object, got an array"],
      ["[]", "must be a JSON object, got an array"],
      ["5", "must be a JSON object, got 5"],
      ['"text"', 'must be a JSON object, got "text"'],
      ["null", "must be a JSON object, got null"],
    ] as const) {
      test(`[http-api 28, 32] PUT of ${body} answers 400 and stores nothing`, async () => {
        assertMistake(await client.put("broken", body), 400, message);
        assert.deepEqual((await client.get("broken")).json, {});
      });
    }

    test("[http-api 28, 32] PUT takes a body of 100 kB, and answers 413 above it", async () => {
      const ofBytes = (bytes: number) => `{"x":"${"a".repeat(bytes - 8)}"}`;
      assert.equal((await client.put("large", ofBytes(102_400))).status, 200);
      const tooLarge = await client.put("too-large", ofBytes(102_401));
      assertMistake(tooLarge, 413, "The body must have at most 102400 bytes.");
      assert.deepEqual((await client.get("too-large")).json, {});
    });

    test("[http-api 29, 32] a second PUT replaces the whole item", async () => {
      await client.put("d", { x: 1, y: { z: 2 } });
      await client.put("d", { y: 3 });
      assert.deepEqual((await client.get("d")).json, { y: 3, [idName]: "d" });
    });

    const item = `${items}/a`;
    for (const [method, path] of [
      ["GET", "/"],
      ["POST", item],
      ["DELETE", item],
      ["PATCH", item],
      ["OPTIONS", item],
      ["GET", items],
      ["GET", `${items}/`],
      ["PUT", `${items}/`],
      ["GET", `${item}/b`],
      ["GET", `${item}/`],
      ["GET", item.toUpperCase()],
      ["GET", `${items}/%zz`],
      ["GET", `${items}/%ff`],
      ["POST", "/health"],
    ] as const) {
      test(`[http-api 30, 32] ${method} ${path} answers 404`, async () => {
        const headers = { "content-type": "application/json" };
        const broken = method === "GET" || method === "OPTIONS" ? {} : { body: "{", headers };
        const answer = await client.request(path, { method, ...broken });
        assert.deepEqual([answer.status, answer.text], [404, '{"message":"Not found"}']);
      });
    }

    test("GET /health answers that all is well", async () => {
      assert.deepEqual((await client.request("/health")).json, { status: "ok" });
    });

    for (const [what, init] of [
      ["no body", {}],
      ["an empty body", { headers: { "content-type": "application/json" } }],
      ["another type of content", { headers: { "content-type": "text/plain" }, body: "text" }],
    ] as const) {
      test(`PUT of ${what} stores the id alone`, async () => {
        const answer = await client.request(`${items}/bare`, { method: "PUT", ...init });
        assert.deepEqual([answer.status, answer.json], [200, { [idName]: "bare" }]);
      });
    }

    test("PUT takes JSON with a charset and a byte order mark, and refuses what is not UTF-8", async () => {
      const put = (body: Uint8Array<ArrayBuffer>) =>
        client.request(`${items}/bytes`, {
          method: "PUT",
          headers: { "content-type": "application/json; charset=utf-8" },
          body,
        });
      const marked = await put(Uint8Array.from(Buffer.from('\ufeff{"x":"ü"}')));
      assert.deepEqual(marked.json, { x: "ü", [idName]: "bytes" });
      assertMistake(await put(Uint8Array.from([0x7b, 0xff, 0x7d])), 400, "not UTF-8");
    });

    test("answers with items are not to be cached", async () => {
      const { headers } = await fetch(`${client.program.url}${item}`);
      assert.equal(headers.get("cache-control"), "no-store");
      assert.match(headers.get("content-type") ?? "", /^application\/json\b/);
    });
  });
