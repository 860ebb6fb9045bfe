import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "@services/kit/testing/connection";
import { silentServer } from "./support/dynamodb-stubs";
import { foodStore } from "./support/stores";
import { StoreClient } from "./support/store-client";

test("SIGTERM lets a PUT that is arriving finish, closes its connection and ends with 0", async (t) => {
  const { program } = await StoreClient.start(t);
  const idle = await Connection.open(t, program.port);
  await idle.request(`${foodStore.STORE_PATH}/a`);
  const connection = await Connection.open(t, program.port);
  const head = `PUT ${foodStore.STORE_PATH}/a HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n`;
  connection.send(`${head}Content-Length: 7\r\n\r\n{"x"`);
  await delay(200);
  program.process.kill("SIGTERM");
  await program.logged((line) => line.msg === "stopping");
  connection.send(":1}");
  await connection.closed;
  assert.match(connection.received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(connection.received, /^connection: close\r$/im);
  assert.ok(
    connection.received.endsWith(`{"x":1,"${foodStore.STORE_ID_NAME}":"a"}`),
    connection.received,
  );
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
});

test("ends sooner than ECS kills, though DynamoDB is silent", async (t) => {
  const silent = await silentServer(t);
  const { program } = await StoreClient.start(t, {
    AWS_ENDPOINT_URL: silent.url,
    STOP_TIMEOUT_SECONDS: "1",
  });
  const connection = await Connection.open(t, program.port);
  connection.send(`GET ${foodStore.STORE_PATH}/a HTTP/1.1\r\nHost: test\r\n\r\n`);
  await delay(200);
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 1, signal: null });
});
