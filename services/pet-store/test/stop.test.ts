import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { readSettings } from "../src/settings";
import { store } from "../src/store";
import { Connection } from "./support/connection";
import { silentServer } from "./support/silent-server";
import { StoreClient } from "./support/store-client";

/** The time that ECS waits between SIGTERM and SIGKILL. */
const ecsStopTimeoutSeconds = 30;

test("SIGTERM lets a PUT that is arriving finish, closes its connection and ends with 0", async (t) => {
  const { program } = await StoreClient.start(t);
  const idle = await Connection.open(t, program.port);
  await idle.request(`${store.path}/a`);
  const connection = await Connection.open(t, program.port);
  const head = `PUT ${store.path}/a HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n`;
  connection.send(`${head}Content-Length: 7\r\n\r\n{"x"`);
  await delay(200);
  program.process.kill("SIGTERM");
  await program.logged((line) => line.msg === "stopping");
  connection.send(":1}");
  await connection.closed;
  assert.match(connection.received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(connection.received, /^connection: close\r$/im);
  assert.ok(connection.received.endsWith(`{"x":1,"${store.idName}":"a"}`), connection.received);
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
});

test("ends sooner than ECS kills, though DynamoDB is silent", async (t) => {
  assert.ok(
    readSettings({ DynamoDBTable: "items" }).stopTimeoutSeconds < ecsStopTimeoutSeconds,
    "the stop time-out outlasts that of ECS",
  );
  const silent = await silentServer(t);
  const { program } = await StoreClient.start(t, {
    AWS_ENDPOINT_URL: silent.url,
    STOP_TIMEOUT_SECONDS: "1",
  });
  const connection = await Connection.open(t, program.port);
  connection.send(`GET ${store.path}/a HTTP/1.1\r\nHost: test\r\n\r\n`);
  await delay(200);
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 1, signal: null });
});
