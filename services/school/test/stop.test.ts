import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "@services/kit/testing/connection";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { answerSubject, Peer } from "./support/peer";
import type { Owner } from "@services/kit/testing/program";
import { studentService, upToDate } from "./support/programs";

describe("SIGTERM", { skip: whyNoDatabase(), timeout: 600_000 }, () => {
  const owner = ownerOfFile();
  let mysql: MysqlServer;
  let peer: Peer;
  before(async () => {
    mysql = await MysqlServer.start(owner);
    peer = await Peer.start(owner);
  });

  async function start(t: Owner) {
    const database = await mysql.createDatabase();
    const program = await studentService.start(t, { ...database, PEER_URL: peer.url });
    await program.logged(upToDate);
    const emails = async () => {
      const rows = await mysql.query(
        `SELECT email FROM ${database.DB_NAME ?? ""}.student ORDER BY email`,
      );
      return rows.map((row) => String(row.email));
    };
    return { ...program, emails };
  }

  async function abortedClients(): Promise<number> {
    const [row] = await mysql.query("SHOW GLOBAL STATUS LIKE 'Aborted_clients'");
    return Number(row?.Value);
  }

  test("lets a request finish that waits for the subject service, and then closes the pool", async (t) => {
    const program = await start(t);
    const abortedBefore = await abortedClients();
    const asked = resolvers<() => void>();
    t.after(() => (peer.behaviour = answerSubject));
    peer.behaviour = (...call) => {
      asked.resolve(() => {
        answerSubject(...call);
      });
    };
    const answer = post(`${program.url}/student`, {
      name: "Anna",
      email: "anna@example.com",
      subject_id: 1,
    });
    const goOn = await asked.promise;
    program.process.kill("SIGTERM");
    await program.logged((line) => line.msg === "stopping");
    await delay(300);
    goOn();
    const { status, headers } = await answer;
    assert.equal(status, 201);
    assert.equal(headers.get("connection"), "close");
    assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
    assert.deepEqual(await program.emails(), ["anna@example.com"]);
    // The server counts connections that were not closed properly.
    assert.equal(await abortedClients(), abortedBefore);
  });

  test("lets a request finish whose body is still arriving", async (t) => {
    const program = await start(t);
    const connection = await Connection.open(t, program.port);
    const body = '{"name":"Anna","email":"anna@example.com","subject_id":1}';
    connection.send(
      `POST /student HTTP/1.1\r\nHost: test\r\nContent-Length: ${String(body.length)}\r\n\r\n${body.slice(0, 20)}`,
    );
    await delay(200);
    program.process.kill("SIGTERM");
    await program.logged((line) => line.msg === "stopping");
    await delay(200);
    connection.send(body.slice(20));
    await connection.closed;
    assert.match(connection.received, /^HTTP\/1\.1 201 Created\r\n/);
    assert.match(connection.received, /^connection: close\r$/im);
    assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
    assert.deepEqual(await program.emails(), ["anna@example.com"]);
  });

  for (let round = 1; round <= 5; round++) {
    test(`under load: whoever is stored is answered 201, whoever is answered 201 is stored (${String(round)} of 5)`, async (t) => {
      const program = await start(t);
      const stored: string[] = [];
      const outcomes = { answered: 0, refused: 0 };
      let isOver = false;
      const client = async (worker: number) => {
        for (let index = 0; !isOver; index++) {
          const email = `w${String(worker)}-${String(index)}@example.com`;
          try {
            const { status } = await post(`${program.url}/student`, {
              name: "Anna",
              email,
              subject_id: 1,
            });
            assert.equal(status, 201);
            outcomes.answered += 1;
            stored.push(email);
          } catch (error) {
            // The connection was refused, because the program has stopped. An assertion error of this test must not be
            // ignored.
            if (!(error instanceof TypeError)) throw error;
            outcomes.refused += 1;
            return;
          }
        }
      };
      const clients = Array.from({ length: 20 }, (_, worker) => client(worker));
      await delay(150 * round);
      program.process.kill("SIGTERM");
      assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
      isOver = true;
      await Promise.all(clients);
      const rows = await program.emails();
      console.log(
        `stopped under load: ${String(outcomes.answered)} answered, ${String(outcomes.refused)} not accepted, ${String(rows.length)} records checked`,
      );
      assert.ok(outcomes.answered > 0);
      assert.deepEqual(rows, stored.sort());
    });
  }
});

function resolvers<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolvePromise) => (resolve = resolvePromise));
  return { promise, resolve };
}
