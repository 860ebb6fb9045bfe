import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { Peer } from "./support/peer";
import { studentService, upToDate } from "./support/programs";

describe("the tables", { skip: whyNoDatabase(), timeout: 600_000 }, () => {
  const owner = ownerOfFile();
  let mysql: MysqlServer;
  let peer: Peer;
  before(async () => {
    mysql = await MysqlServer.start(owner);
    peer = await Peer.start(owner);
  });

  for (let round = 1; round <= 3; round++) {
    test(`four tasks that start together make them once, and each can use them (${String(round)} of 3)`, async (t) => {
      const database = await mysql.createDatabase();
      const environment = { ...database, PEER_URL: peer.url };
      // All of them reach the database before it responds to any.
      mysql.signal("SIGSTOP");
      t.after(() => {
        mysql.signal("SIGCONT");
      });
      const programs = await Promise.all(
        Array.from({ length: 4 }, () => studentService.start(t, environment)),
      );
      await delay(300);
      mysql.signal("SIGCONT");
      const lines = await Promise.all(programs.map((program) => program.logged(upToDate)));
      const applied = lines.map((line) => line.applied as readonly number[]);
      assert.deepEqual(
        applied.filter((versions) => versions.length > 0),
        [[1]],
      );
      assert.deepEqual(
        await mysql.query(`SELECT version FROM ${database.DB_NAME ?? ""}.student_migration`),
        [{ version: 1 }],
      );
      for (const program of programs) assert.doesNotMatch(program.output.join("\n"), /"code":"ER_/);
      const answers = await Promise.all(
        programs.map(({ url }, index) =>
          post(`${url}/student`, {
            name: "Anna",
            email: `anna-${String(index)}@example.com`,
            subject_id: 1,
          }),
        ),
      );
      const ids = answers.map(({ status, body }) => [status, body.student_id]);
      assert.deepEqual(
        ids.sort(),
        [1, 2, 3, 4].map((id) => [201, id]),
      );
    });
  }

  test(
    "a task waits for one that holds the lock, and goes on when that one is killed",
    { timeout: 60_000 },
    async (t) => {
      const database = await mysql.createDatabase();
      const other = await mysql.open();
      await other.query(`SELECT GET_LOCK(SHA1('${database.DB_NAME ?? ""}.student'), 0)`);
      const program = await studentService.start(t, { ...database, PEER_URL: peer.url });
      const student = { name: "Anna", email: "anna@example.com", subject_id: 1 };
      assert.equal((await post(`${program.url}/student`, student)).status, 503);
      await program.logged((line) => line.msg === "tables can't be brought up to date yet");
      assert.deepEqual(await mysql.query(`SHOW TABLES FROM ${database.DB_NAME ?? ""}`), []);
      other.destroy();
      await program.logged(upToDate);
      assert.equal((await post(`${program.url}/student`, student)).status, 201);
    },
  );

  test("tasks that are killed as they start leave nothing that the next one trips over", async (t) => {
    const environment = { ...(await mysql.createDatabase()), PEER_URL: peer.url };
    for (let killed = 0; killed < 5; killed++) {
      const program = studentService.spawn(t, { ...environment, PORT: "0" });
      await program.logged((line) => line.msg.startsWith("Server listening at"));
      await delay(killed * 10);
      program.process.kill("SIGKILL");
      await program.ended;
    }
    const last = await studentService.start(t, environment);
    await last.logged(upToDate);
    const student = { name: "Anna", email: "anna@example.com", subject_id: 1 };
    assert.equal((await post(`${last.url}/student`, student)).status, 201);
  });

  test("SIGTERM ends a task that waits for the lock", async (t) => {
    const database = await mysql.createDatabase();
    const other = await mysql.open();
    t.after(() => {
      other.destroy();
    });
    await other.query(`SELECT GET_LOCK(SHA1('${database.DB_NAME ?? ""}.student'), 0)`);
    const program = await studentService.start(t, { ...database, PEER_URL: peer.url });
    await delay(200);
    program.process.kill("SIGTERM");
    assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  });

  test("a program that knows fewer steps than were done leaves them alone", async (t) => {
    const database = await mysql.createDatabase();
    const environment = { ...database, PEER_URL: peer.url };
    await (await studentService.start(t, environment)).logged(upToDate);
    await mysql.query(
      `INSERT INTO ${database.DB_NAME ?? ""}.student_migration (version) VALUES (2)`,
    );
    const { applied } = await (await studentService.start(t, environment)).logged(upToDate);
    assert.deepEqual(applied, []);
  });

  test("everything in them is of 4-byte UTF-8, though the database's default is another", async (t) => {
    const database = await mysql.createDatabase();
    const name = database.DB_NAME ?? "";
    await mysql.query(`ALTER DATABASE ${name} CHARACTER SET latin1`);
    await (await studentService.start(t, { ...database, PEER_URL: peer.url })).logged(upToDate);
    const columns = await mysql.query(
      `SELECT COLUMN_NAME AS name, CHARACTER_SET_NAME AS charset FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = '${name}' AND TABLE_NAME = 'student' AND CHARACTER_SET_NAME IS NOT NULL ORDER BY name`,
    );
    assert.deepEqual(columns, [
      { name: "email", charset: "utf8mb4" },
      { name: "name", charset: "utf8mb4" },
    ]);
  });
});
