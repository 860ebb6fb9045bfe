import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "./support/connection";
import { startProgram } from "./support/program";

test("SIGTERM ends an idle program at once with exit code 0, kept connections or not", async (t) => {
  const program = await startProgram(t);
  const kept = await Connection.open(t, program.port);
  await kept.request("/");
  await Connection.open(t, program.port);
  const before = performance.now();
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  const seconds = (performance.now() - before) / 1000;
  assert.ok(seconds < 5, `ended after ${seconds.toFixed(1)} s`);
});

test("SIGTERM lets a request that is arriving finish, and closes its connection", async (t) => {
  const program = await startProgram(t);
  const connection = await Connection.open(t, program.port);
  connection.send("GET / HTTP/1.1\r\nHost: test\r\n");
  await delay(200);
  program.process.kill("SIGTERM");
  await program.logged((line) => line.msg === "stopping");
  connection.send("\r\n");
  await connection.closed;
  assert.match(connection.received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(connection.received, /^connection: close\r$/im);
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
});
