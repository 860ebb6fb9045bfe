import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { readSchoolSettings } from "../src/settings";
import { Connection } from "@services/kit/testing/connection";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get } from "@services/kit/testing/json";
import type { Owner } from "@services/kit/testing/program";
import { studentService, withoutDatabase } from "./support/programs";

const owner = ownerOfFile();
const timeoutMs = 2_000;
let port: number;
let url: string;
before(async () => {
  const environment = { ...withoutDatabase.students, REQUEST_TIMEOUT_SECONDS: "2" };
  ({ port, url } = await studentService.start(owner, environment));
});

const clients = 200;
const json = '{"name":"Anna","email":"anna@example.com","subject_id":1}';
const headers = `POST /student HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n`;

for (const [what, begin] of Object.entries({
  "with its headers": "POST /student HTTP/1.1\r\nHost: test\r\nX-Slow: ",
  "with its body": `${headers}Content-Length: 1000\r\n\r\n{"name":"`,
  "with the chunks of its body": `${headers}Transfer-Encoding: chunked\r\n\r\n`,
})) {
  test(
    `a client that is slow ${what} gets 408 and is closed, and nobody else waits for ${String(clients)} of them`,
    { timeout: 30_000 },
    async (t) => {
      const slow = await Promise.all(
        Array.from({ length: clients }, () => Connection.open(t, port)),
      );
      const started = performance.now();
      for (const connection of slow) connection.send(begin);
      const piece = begin.includes("chunked") ? "1\r\na\r\n" : "a";
      let slowestMs = 0;
      while (slow.some(({ isClosed }) => !isClosed)) {
        for (const connection of slow) if (!connection.isClosed) connection.send(piece);
        const asked = performance.now();
        // There is no database here. The test checks only that there is a response.
        assert.equal((await get(`${url}/health-check`)).status, 503);
        slowestMs = Math.max(slowestMs, performance.now() - asked);
        await delay(200);
      }
      const ms = performance.now() - started;
      assert.ok(ms > timeoutMs - 100, `closed after ${ms.toFixed(0)} ms`);
      assert.ok(slowestMs < 1_000, `another client waited ${slowestMs.toFixed(0)} ms`);
      for (const { received } of slow) assert.match(received, /^HTTP\/1\.1 408 /);
      console.log(
        `slow ${what}: ${String(clients)} clients closed within ${ms.toFixed(0)} ms; others waited ${slowestMs.toFixed(0)} ms at most`,
      );
    },
  );
}

test("a client that sends a request in two halves within the time is answered", async (t) => {
  const connection = await Connection.open(t, port);
  connection.send(`${headers}Content-Length: ${String(json.length)}\r\n\r\n${json.slice(0, 20)}`);
  await delay(1_000);
  connection.send(json.slice(20));
  assert.match(await answerOn(connection), /^HTTP\/1\.1 503 /);
});

test("a client that goes away in the middle of its body harms nobody", async (t) => {
  for (let round = 0; round < 20; round++) await abandon(t);
  assert.equal((await get(`${url}/health-check`)).status, 503);
});

test("an idle connection stays open for longer than a request may take", async (t) => {
  const connection = await Connection.open(t, port);
  await connection.request("/health-check");
  await delay(timeoutMs + 2_000);
  assert.match(await connection.request("/health-check"), /^HTTP\/1\.1 503 /);
});

test("the time for a request is shorter than a balancer's own, unless told otherwise", () => {
  assert.equal(readSchoolSettings(withoutDatabase.students).REQUEST_TIMEOUT_SECONDS, 15);
});

async function abandon(owner: Owner): Promise<void> {
  const cleanUps: (() => Promise<void> | void)[] = [];
  const connection = await Connection.open({ after: (cleanUp) => cleanUps.push(cleanUp) }, port);
  connection.send(`${headers}Content-Length: 1000\r\n\r\n{"name":"`);
  await delay(5);
  for (const cleanUp of cleanUps) await cleanUp();
  owner.after(() => connection.closed);
}

async function answerOn(connection: Connection): Promise<string> {
  while (!connection.received.includes("\r\n\r\n") && !connection.isClosed) await delay(10);
  return connection.received;
}
