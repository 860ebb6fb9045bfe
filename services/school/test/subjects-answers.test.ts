import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { subjectService, upToDate } from "./support/programs";

describe("the subject service", { skip: whyNoDatabase(), timeout: 600_000 }, () => {
  const owner = ownerOfFile();
  let mysql: MysqlServer;
  let url: string;
  let table: string;
  before(async () => {
    mysql = await MysqlServer.start(owner);
    const database = await mysql.createDatabase();
    table = `${database.DB_NAME ?? ""}.subject`;
    const program = await subjectService.start(owner, { ...database, PATH_PREFIX: "/demo2" });
    await program.logged(upToDate);
    url = program.url;
  });

  const maths = { name: "Mathematics", teacher: "Emmy Noether" };

  for (const path of ["/subject", "/subject/", "/demo2/subject", "/demo2/subject/"]) {
    test(`[rest-api 30, 34] stores a subject at ${path} and gives it back`, async () => {
      const stored = await post(url + path, maths);
      assert.equal(stored.status, 201);
      const { subject_id, ...fields } = stored.body;
      assert.deepEqual(fields, maths);
      assert.ok(Number.isInteger(subject_id) && Number(subject_id) > 0);
      for (const at of ["/subject", "/demo2/subject"]) {
        const found = await get(`${url}${at}/${String(subject_id)}`);
        assert.equal(found.status, 200);
        assert.deepEqual(found.body, stored.body);
      }
    });
  }

  for (const body of [{ name: "Physics" }, { name: "Physics", teacher: null }]) {
    test(`needs no teacher: ${JSON.stringify(body)}`, async () => {
      const stored = await post(`${url}/subject`, body);
      assert.equal(stored.status, 201);
      assert.equal(stored.body.teacher, null);
      const found = await get(`${url}/subject/${String(stored.body.subject_id)}`);
      assert.deepEqual(found.body, stored.body);
    });
  }

  for (const path of ["/health-check", "/demo2/health-check"]) {
    test(`[rest-api 29, 34] GET ${path} answers 200`, async () => {
      const { status, body } = await get(url + path);
      assert.equal(status, 200);
      assert.deepEqual(body, { status: "ok" });
    });
  }

  for (const id of ["2147483647", "0", "-1", "2147483648", "1.0", "abc", "1%20OR%201=1"]) {
    test(`[rest-api 31] GET of the unknown id ${id} answers 404`, async () => {
      const { status, body } = await get(`${url}/subject/${id}`);
      assert.equal(status, 404);
      assert.deepEqual(body, { message: "There is no such subject." });
    });
  }

  for (const [method, path] of [
    ["GET", "/"],
    ["GET", "/subject"],
    ["GET", "/student/1"],
    ["GET", "/demo1/health-check"],
    ["PUT", "/subject/1"],
  ] as const) {
    test(`${method} ${path} answers 404 and a message`, async () => {
      const response = await fetch(url + path, { method });
      assert.equal(response.status, 404);
      assert.deepEqual(await response.json(), { message: "There is nothing here." });
    });
  }

  for (const text of [
    `Robert'); DROP TABLE subject;-- `,
    `" OR ""="`,
    "a\\",
    "/*! UNION SELECT 1 */ # --",
    "😀".repeat(100),
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 👩‍👩‍👧 𠮷 שלום",
  ]) {
    test(`keeps name and teacher as they are: ${text.slice(0, 30)}`, async () => {
      const stored = await post(`${url}/subject`, { name: text, teacher: text });
      assert.equal(stored.status, 201, JSON.stringify(stored.body));
      const id = String(stored.body.subject_id);
      const found = await get(`${url}/subject/${id}`);
      assert.deepEqual(found.body, { subject_id: Number(id), name: text, teacher: text });
      const [row] = await mysql.query(
        `SELECT HEX(name) AS name, HEX(teacher) AS teacher FROM ${table} WHERE subject_id = ${id}`,
      );
      const hex = Buffer.from(text).toString("hex").toUpperCase();
      assert.deepEqual(row, { name: hex, teacher: hex });
    });
  }
});
