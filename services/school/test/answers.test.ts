import assert from "node:assert/strict";
import { describe, test, before } from "node:test";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { answerStatus, Peer } from "./support/peer";
import { studentService, upToDate } from "./support/programs";

describe("the student service", { skip: whyNoDatabase(), timeout: 600_000 }, () => {
  const owner = ownerOfFile();
  let mysql: MysqlServer;
  let peer: Peer;
  let url: string;
  let environment: Readonly<Record<string, string>>;
  before(async () => {
    mysql = await MysqlServer.start(owner, ["--default-time-zone=+05:00"]);
    peer = await Peer.start(owner);
    environment = { ...(await mysql.createDatabase()), PEER_URL: peer.url, PATH_PREFIX: "/demo1" };
    const program = await studentService.start(owner, { ...environment, TZ: "America/New_York" });
    await program.logged(upToDate);
    url = program.url;
  });

  const anna = { name: "Anna Schmidt", email: "anna@example.com", subject_id: 7 };

  test("[rest-api 30, 32] stores a student and gives it back with its subject", async () => {
    const stored = await post(`${url}/student`, anna);
    assert.equal(stored.status, 201);
    const { student_id, created_at, ...fields } = stored.body;
    assert.deepEqual(fields, anna);
    assert.ok(Number.isInteger(student_id) && Number(student_id) > 0);
    const age = Date.now() - Date.parse(String(created_at));
    assert.ok(age >= 0 && age < 60_000, `made ${String(age)} ms ago`);

    const trace = { "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678" };
    const found = await get(`${url}/student/${String(student_id)}`, trace);
    assert.equal(found.status, 200);
    const subject = { subject_id: 7, name: "Subject 7", teacher: null };
    assert.deepEqual(found.body, { ...stored.body, subject });
    assert.equal(peer.requests.at(-1)?.url, "/subject/7");
    assert.equal(peer.requests.at(-1)?.headers["x-amzn-trace-id"], trace["x-amzn-trace-id"]);
  });

  for (const [what, path] of Object.entries({
    "a slash at the end": "/student/",
    "its prefix": "/demo1/student",
    "its prefix and a slash at the end": "/demo1/student/",
    "a query": "/demo1/student?from=somewhere",
  })) {
    test(`[rest-api 34] takes a student at ${path}, with ${what}`, async () => {
      const student = { ...anna, email: `at-${String(path.length)}@example.com` };
      const { status, body } = await post(url + path, student);
      assert.equal(status, 201);
      const below = path.startsWith("/demo1") ? "/demo1" : "";
      const end = path.endsWith("/") ? "/" : "";
      const found = await get(`${url}${below}/student/${String(body.student_id)}${end}`);
      assert.equal(found.status, 200);
      assert.equal(found.body.email, student.email);
    });
  }

  for (const path of ["/health-check", "/demo1/health-check", "/health-check/"]) {
    test(`[rest-api 29, 34] GET ${path} answers 200`, async () => {
      const { status, body } = await get(url + path);
      assert.equal(status, 200);
      assert.deepEqual(body, { status: "ok" });
    });
  }

  for (const id of [
    "2147483647",
    "999999",
    "0",
    "-1",
    "2147483648",
    "1.0",
    "1e3",
    "abc",
    "01",
    "%31%3B",
    "a".repeat(200),
    "1%20OR%201=1",
  ]) {
    test(`[rest-api 31] GET of the unknown id ${id.slice(0, 20)} answers 404`, async () => {
      for (const prefix of ["", "/demo1"]) {
        const { status, body } = await get(`${url}${prefix}/student/${id}`);
        assert.equal(status, 404);
        assert.deepEqual(Object.keys(body), ["message"]);
      }
    });
  }

  for (const [method, path] of [
    ["GET", "/"],
    ["GET", "/demo1"],
    ["GET", "/student"],
    ["GET", "/students"],
    ["GET", "/STUDENT/1"],
    ["GET", "/demo1/demo1/health-check"],
    ["GET", "/demo10/health-check"],
    ["GET", "/demo2/health-check"],
    ["GET", "/%zz"],
    ["PUT", "/student"],
    ["DELETE", "/student/1"],
    ["POST", "/health-check"],
    ["POST", "/nothing"],
  ] as const) {
    test(`${method} ${path} answers 404 and a message, even to a broken body`, async () => {
      const body = method === "GET" ? undefined : "{";
      const response = await fetch(url + path, { method, ...(body && { body }) });
      assert.equal(response.status, 404);
      assert.match(response.headers.get("content-type") ?? "", /^application\/json\b/);
      assert.deepEqual(await response.json(), { message: "There is nothing here." });
    });
  }

  test("answers 422 when the subject doesn't exist, and stores nothing", async () => {
    const student = { ...anna, email: "no-subject@example.com", subject_id: 2147483647 };
    const { status, body } = await post(`${url}/student`, student);
    assert.equal(status, 422);
    assert.deepEqual(body, { message: "There is no subject 2147483647." });
    assert.equal(await count(student.email), 0);
  });

  test("answers 409 to an address that is taken, in capitals too", async () => {
    const student = { ...anna, email: "Twice@example.com" };
    assert.equal((await post(`${url}/student`, student)).status, 201);
    for (const email of ["Twice@example.com", "TWICE@EXAMPLE.COM"]) {
      const { status, body } = await post(`${url}/student`, { ...student, email });
      assert.equal(status, 409);
      assert.deepEqual(body, { message: "A student with this email already exists." });
    }
    assert.equal(await count("twice@example.com"), 1);
  });

  test("stores none when the subject service fails, and answers 502", async (t) => {
    t.after(() => (peer.behaviour = original));
    const original = peer.behaviour;
    peer.behaviour = answerStatus(500);
    const { status } = await post(`${url}/student`, { ...anna, email: "none@example.com" });
    assert.equal(status, 502);
    assert.equal(await count("none@example.com"), 0);
  });

  test("keeps times in UTC, whatever the zones of server and program are", async () => {
    const [row] = await mysql.query(
      `SELECT MAX(ABS(UNIX_TIMESTAMP() - UNIX_TIMESTAMP(created_at))) AS seconds FROM ${environment.DB_NAME ?? ""}.student`,
    );
    assert.ok(Number(row?.seconds) < 600, `off by ${String(row?.seconds)} s`);
  });

  async function count(email: string): Promise<number> {
    const sql = `SELECT COUNT(*) AS count FROM ${environment.DB_NAME ?? ""}.student WHERE email = '${email}'`;
    return Number((await mysql.query(sql))[0]?.count);
  }
});
