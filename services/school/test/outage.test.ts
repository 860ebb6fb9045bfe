import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post, type Answer } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer, password } from "./support/mysql-server";
import { Peer } from "./support/peer";
import type { Owner } from "@services/kit/testing/program";
import { studentService, upToDate, withoutDatabase } from "./support/programs";

const anna = { name: "Anna", email: "anna@example.com", subject_id: 1 };
const away = {
  message: "The database is not available at the moment. Nothing was changed. Try again.",
};

function assertAway(answer: Answer): void {
  assert.equal(answer.status, 503);
  assert.deepEqual(answer.body, away);
  assert.equal(answer.headers.get("retry-after"), "1");
}

test("[rest-api 31] [2026-11 B12] starts without a database: not ready yet, bad requests are refused, good ones get 503", async (t) => {
  const { url } = await studentService.start(t, withoutDatabase.students);
  assert.equal((await get(`${url}/health-check`)).status, 503);
  assert.equal((await post(`${url}/student`, {})).status, 400);
  assert.equal((await get(`${url}/student/x`)).status, 404);
  assertAway(await post(`${url}/student`, anna));
  assertAway(await get(`${url}/student/1`));
});

describe("with a database that comes and goes", { skip: whyNoDatabase(), timeout: 600_000 }, () => {
  const owner = ownerOfFile();
  let mysql: MysqlServer;
  let peer: Peer;
  before(async () => {
    mysql = await MysqlServer.start(owner);
    peer = await Peer.start(owner);
  });

  async function start(t: Owner, more: Readonly<Record<string, string>> = {}) {
    const database = await mysql.createDatabase();
    const environment = { ...database, PEER_URL: peer.url, LOG_LEVEL: "trace", ...more };
    return { database, program: await studentService.start(t, environment) };
  }

  test("[2026-11 B12] makes its tables as soon as the database is there, and is not healthy before", async (t) => {
    const environment = await mysql.createDatabase();
    await mysql.stop();
    const program = await studentService.start(t, { ...environment, PEER_URL: peer.url });
    await program.logged((line) => line.msg === "tables can't be brought up to date yet");
    assertAway(await post(`${program.url}/student`, anna));
    assert.equal((await get(`${program.url}/health-check`)).status, 503);
    await mysql.start();
    await program.logged(upToDate);
    assert.equal((await get(`${program.url}/health-check`)).status, 200);
    assert.equal((await post(`${program.url}/student`, anna)).status, 201);
  });

  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    test(`[rest-api 29] answers 503 when the database ends by ${signal}, and 200 again when it is back`, async (t) => {
      const { program } = await start(t);
      const { url } = program;
      await program.logged(upToDate);
      const { body } = await post(`${url}/student`, anna);
      const path = `${url}/student/${String(body.student_id)}`;
      await mysql.stop(signal);
      assertAway(await get(path));
      assertAway(await post(`${url}/student`, { ...anna, email: "berta@example.com" }));
      assert.equal((await get(`${url}/health-check`)).status, 200);
      await mysql.start();
      assert.equal((await get(path)).status, 200);
      assert.equal(
        (await post(`${url}/student`, { ...anna, email: "berta@example.com" })).status,
        201,
      );
    });
  }

  test(
    "[rest-api 29] answers 503 or 504 in time when the database hangs, and recovers when it goes on",
    { timeout: 60_000 },
    async (t) => {
      const { program, database } = await start(t);
      const { url } = program;
      await program.logged(upToDate);
      const { body } = await post(`${url}/student`, anna);
      const path = `${url}/student/${String(body.student_id)}`;
      t.after(() => {
        mysql.signal("SIGCONT");
      });
      mysql.signal("SIGSTOP");
      const emails = Array.from({ length: 20 }, (_, index) => `hang-${String(index)}@example.com`);
      const before = performance.now();
      const [read, health, ...stored] = await Promise.all([
        get(path),
        get(`${url}/health-check`),
        ...emails.map((email) => post(`${url}/student`, { ...anna, email })),
      ]);
      const seconds = (performance.now() - before) / 1000;
      assert.ok(seconds < 20, `${seconds.toFixed(1)} s`);
      assert.equal(health.status, 200);
      assertAway(read);
      for (const { status } of stored) assert.ok(status === 503 || status === 504, String(status));
      mysql.signal("SIGCONT");
      await delay(500);
      assert.equal((await get(path)).status, 200);
      // A record that was reported as not stored must not exist. With an unknown outcome, there is at most one.
      for (const [index, email] of emails.entries()) {
        const [row] = await mysql.query(
          `SELECT COUNT(*) AS count FROM ${database.DB_NAME ?? ""}.student WHERE email = '${email}'`,
        );
        assert.ok(Number(row?.count) <= (stored[index]?.status === 504 ? 1 : 0));
      }
    },
  );

  test("a connection that the server closed is not used again", async (t) => {
    const { program } = await start(t, { DB_POOL_SIZE: "3" });
    const { url } = program;
    await program.logged(upToDate);
    for (let round = 0; round < 5; round++) {
      const emails = Array.from(
        { length: 6 },
        (_, index) => `round-${String(round)}-${String(index)}@example.com`,
      );
      for (const { status } of await Promise.all(
        emails.map((email) => post(`${url}/student`, { ...anna, email })),
      ))
        assert.equal(status, 201);
      const own = await mysql.query(
        "SELECT ID FROM information_schema.PROCESSLIST WHERE DB LIKE 'test_%'",
      );
      assert.ok(own.length > 0);
      for (const { ID } of own) await mysql.query(`KILL ${String(ID)}`).catch(() => undefined);
      await delay(50);
    }
    assert.equal((await get(`${url}/student/1`)).status, 200);
  });

  test("[2026-11 B8] a wrong password is told to the log without the password, and to the balancer", async (t) => {
    const { program } = await start(t, { DB_PASSWORD: "another-password-that-no-log-may-show" });
    const line = await program.logged(
      ({ msg }) => msg === "tables can't be brought up to date yet",
    );
    assert.match(JSON.stringify(line), /ER_ACCESS_DENIED_ERROR/);
    assertAway(await post(`${program.url}/student`, anna));
    assert.equal((await get(`${program.url}/health-check`)).status, 503);
    program.process.kill("SIGTERM");
    await program.ended;
    assert.doesNotMatch(program.output.join("\n"), /password-that/);
  });

  test("neither the password nor what clients send is in the log", async (t) => {
    const { program } = await start(t);
    const { url } = program;
    await program.logged(upToDate);
    const secret = { name: "Secret Name", email: "secret@example.com", subject_id: 1 };
    await post(`${url}/student`, secret);
    await post(`${url}/student`, secret);
    await post(`${url}/student`, { ...secret, name: 7, email: "secret" });
    await post(`${url}/student`, '{"name":"Secret Name" broken');
    await mysql.stop("SIGKILL");
    await post(`${url}/student`, { ...secret, email: "secret2@example.com" });
    await mysql.start();
    program.process.kill("SIGTERM");
    await program.ended;
    const output = program.output.join("\n");
    assert.ok(program.output.length > 7);
    assert.ok(!output.includes(password));
    assert.doesNotMatch(output, /secret|INSERT/i);
  });

  test("SIGTERM ends it while the database hangs or is away, too", async (t) => {
    const { program } = await start(t);
    await program.logged(upToDate);
    await post(`${program.url}/student`, anna);
    t.after(() => {
      mysql.signal("SIGCONT");
    });
    mysql.signal("SIGSTOP");
    program.process.kill("SIGTERM");
    assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
    const waiting = await studentService.start(t, { ...withoutDatabase.students });
    waiting.process.kill("SIGTERM");
    assert.deepEqual(await waiting.ended, { exitCode: 0, signal: null });
  });
});
