import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer, password } from "./support/mysql-server";
import { Peer } from "./support/peer";
import { studentService, upToDate } from "./support/programs";

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

    await mysql.query("ALTER USER 'renewed'@'%' IDENTIFIED BY 'the-new-one'");
    assert.equal((await post(`${former.url}/student`, anna)).status, 201);

    const own = await mysql.query(
      "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'renewed'",
    );
    for (const { ID } of own) await mysql.query(`KILL ${String(ID)}`);
    assert.equal((await get(`${former.url}/student/1`)).status, 503);
    assert.deepEqual(await former.ended, { exitCode: 0, signal: null });
    assert.match(former.output.join("\n"), /takes the password no more/);
    assert.doesNotMatch(former.output.join("\n"), /the-former-one/);

    const next = await studentService.start(t, { ...environment, DB_PASSWORD: "the-new-one" });
    await next.logged(upToDate);
    assert.equal((await get(`${next.url}/student/1`)).status, 200);
  });

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
    assert.equal((await get(`${program.url}/health-check`)).status, 200);
    assert.equal(program.process.exitCode, null);
  });
});
