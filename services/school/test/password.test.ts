import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer, password } from "./support/mysql-server";
import { Peer } from "./support/peer";
import { Secret } from "./support/secret";
import { studentService, subjectService, upToDate } from "./support/programs";

const anna = { name: "Anna", email: "anna@example.com", subject_id: 1 };

describe("a password that is renewed", { skip: whyNoDatabase(), timeout: 600_000 }, () => {
  const owner = ownerOfFile();
  let mysql: MysqlServer;
  let peer: Peer;
  before(async () => {
    mysql = await MysqlServer.start(owner);
    peer = await Peer.start(owner);
  });

  test("leaves open connections alone; a new one is refused, and the program ends for another to take over", async (t) => {
    const database = await mysql.createDatabase();
    const name = database.DB_NAME ?? "";
    await mysql.query("CREATE USER 'renewed'@'%' IDENTIFIED BY 'the-former-one'");
    await mysql.query(`GRANT ALL ON ${name}.* TO 'renewed'@'%'`);
    const environment = {
      ...database,
      DB_USER: "renewed",
      PEER_URL: peer.url,
      DB_PASSWORD_GRACE_SECONDS: "1",
    };
    const former = await studentService.start(t, { ...environment, DB_PASSWORD: "the-former-one" });
    await former.logged(upToDate);
    assert.equal((await post(`${former.url}/student`, anna)).status, 201);

    await mysql.query("ALTER USER 'renewed'@'%' IDENTIFIED BY 'the-new-one'");
    assert.equal((await get(`${former.url}/student/1`)).status, 200);

    const own = await mysql.query(
      "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'renewed'",
    );
    for (const { ID } of own) await mysql.query(`KILL ${String(ID)}`);
    assert.equal((await get(`${former.url}/student/1`)).status, 503);
    assert.deepEqual(await former.ended, { exitCode: 0, signal: null });
    assert.match(former.output.join("\n"), /rejects the password/);
    assert.doesNotMatch(former.output.join("\n"), /the-former-one/);

    const next = await studentService.start(t, { ...environment, DB_PASSWORD: "the-new-one" });
    await next.logged(upToDate);
    assert.equal((await get(`${next.url}/student/1`)).status, 200);
  });

  test("[2026-11 B8] is read again from its secret, and no task ends", async (t) => {
    const database = await mysql.createDatabase();
    await mysql.query("CREATE USER 'rotated'@'%' IDENTIFIED BY 'the-former-one'");
    await mysql.query(`GRANT ALL ON ${database.DB_NAME ?? ""}.* TO 'rotated'@'%'`);
    const secret = await Secret.start(t, "the-former-one");
    const environment = {
      ...database,
      ...secret.environment,
      DB_USER: "rotated",
      DB_PASSWORD: "the-former-one",
      DB_PASSWORD_GRACE_SECONDS: "0",
      PEER_URL: peer.url,
    };
    const tasks = await Promise.all([1, 2].map(() => studentService.start(t, environment)));
    for (const task of tasks) await task.logged(upToDate);
    assert.equal((await post(`${tasks[0]?.url ?? ""}/student`, anna)).status, 201);

    await mysql.query("ALTER USER 'rotated'@'%' IDENTIFIED BY 'the-new-one'");
    await endConnections("rotated");
    // The secret is updated later. Until then no request is served, and the health check fails.
    for (const { url } of tasks) {
      assert.equal((await get(`${url}/student/1`)).status, 503);
      while ((await get(`${url}/health-check`)).status !== 503) await delay(20);
    }
    secret.password = "the-new-one";
    for (const { url, process, output } of tasks) {
      while ((await get(`${url}/health-check`)).status !== 200) await delay(20);
      assert.equal((await get(`${url}/student/1`)).status, 200);
      assert.equal(process.exitCode, null);
      assert.doesNotMatch(output.join("\n"), /the-(former|new)-one/);
    }
  });

  test("[2026-11 B8] a task that starts with a password that is over reads the new one", async (t) => {
    const database = await mysql.createDatabase();
    const secret = await Secret.start(t, password);
    const wrong = { DB_PASSWORD: "the-one-before", PEER_URL: peer.url };
    const task = await studentService.start(t, { ...database, ...secret.environment, ...wrong });
    await task.logged(upToDate);
    assert.equal((await get(`${task.url}/health-check`)).status, 200);
  });

  test("[2026-11 D3] each service serves as a user of its own, with rights for its own table alone", async (t) => {
    const database = await mysql.createDatabase();
    const name = database.DB_NAME ?? "";
    const accounts = { student: studentService, subject: subjectService };
    for (const [account, service] of Object.entries(accounts)) {
      const environment = { ...database, DB_SERVICE_USER: account, PEER_URL: peer.url };
      const task = await service.start(t, environment);
      await task.logged(upToDate);
      assert.equal((await get(`${task.url}/${account}/1`)).status, 404);
      const users = await mysql.query(
        `SELECT DISTINCT USER AS user FROM information_schema.PROCESSLIST WHERE DB = '${name}'`,
      );
      assert.ok(users.some(({ user }) => user === account));
      const rights = await mysql.query(`SHOW GRANTS FOR '${account}'@'%'`);
      const granted = rights.map((row) => String(Object.values(row)[0])).slice(1);
      assert.deepEqual(granted, [
        `GRANT SELECT, INSERT ON \`${name}\`.\`${account}\` TO \`${account}\`@\`%\``,
      ]);
    }
  });

  test("[2026-11 D3] the service's user outlives a new password of the master: tasks that run go on, new ones agree", async (t) => {
    const database = await mysql.createDatabase();
    await mysql.query("CREATE USER 'master'@'%' IDENTIFIED BY 'one'");
    await mysql.query("GRANT ALL ON *.* TO 'master'@'%' WITH GRANT OPTION");
    const secret = await Secret.start(t, "one");
    const environment = {
      ...database,
      ...secret.environment,
      DB_USER: "master",
      DB_SERVICE_USER: "outliving",
      PEER_URL: peer.url,
    };
    const former = await studentService.start(t, { ...environment, DB_PASSWORD: "one" });
    await former.logged(upToDate);
    assert.equal((await post(`${former.url}/student`, anna)).status, 201);
    await mysql.query("ALTER USER 'master'@'%' IDENTIFIED BY 'two'");
    secret.password = "two";
    await endConnections("outliving");
    assert.equal((await get(`${former.url}/student/1`)).status, 200);

    const next = await studentService.start(t, { ...environment, DB_PASSWORD: "two" });
    await next.logged(upToDate);
    await endConnections("outliving");
    for (const { url } of [next, former]) {
      while ((await get(`${url}/student/1`)).status !== 200) await delay(20);
      // The preparation completes a moment later.
      while ((await get(`${url}/health-check`)).status !== 200) await delay(20);
    }
  });

  async function endConnections(user: string): Promise<void> {
    const own = await mysql.query(
      `SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '${user}'`,
    );
    for (const { ID } of own) await mysql.query(`KILL ${String(ID)}`).catch(() => undefined);
  }

  test("one that was never right does not end the program", async (t) => {
    const environment = {
      ...(await mysql.createDatabase()),
      PEER_URL: peer.url,
      DB_PASSWORD_GRACE_SECONDS: "0",
    };
    const program = await studentService.start(t, { ...environment, DB_PASSWORD: `${password}!` });
    const refusals = () =>
      program.output.filter((line) => line.includes("ER_ACCESS_DENIED_ERROR")).length;
    while (refusals() < 3) await delay(20);
    assert.equal((await get(`${program.url}/health-check`)).status, 503);
    assert.equal(program.process.exitCode, null);
  });
});
