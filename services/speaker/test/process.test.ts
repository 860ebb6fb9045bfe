import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { readSettings } from "../src/settings";
import { Connection } from "./support/connection";
import { startProgram } from "./support/program";

/** The time that ECS waits between SIGTERM and SIGKILL. */
const ecsStopTimeoutSeconds = 30;

test("[talk-service 27] NODE_OPTIONS reaches the program", async (t) => {
  const headers = { "x-long": "a".repeat(4_000) };
  const asItIs = await startProgram(t);
  assert.equal((await fetch(`${asItIs.url}/speaker`, { headers })).status, 200);
  const limited = await startProgram(t, { NODE_OPTIONS: "--max-http-header-size=2000" });
  assert.equal((await fetch(`${limited.url}/speaker`, { headers })).status, 431);
});

test("[talk-service 28] SIGTERM ends it within the stop time-out, kept connections or not", async (t) => {
  const program = await startProgram(t);
  const kept = await Connection.open(t, program.port);
  await kept.request("/speaker");
  await Connection.open(t, program.port);
  const before = performance.now();
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  const seconds = (performance.now() - before) / 1000;
  assert.ok(seconds < 5, `ended after ${seconds.toFixed(1)} s`);
});

test("[talk-service 28] SIGTERM lets a request that is arriving finish", async (t) => {
  const program = await startProgram(t);
  const connection = await Connection.open(t, program.port);
  connection.send("GET /speaker HTTP/1.1\r\nHost: test\r\n");
  await delay(200);
  program.process.kill("SIGTERM");
  await program.logged((line) => line.msg === "stopping");
  connection.send("\r\n");
  await connection.closed;
  assert.match(connection.received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(connection.received, /^connection: close\r$/im);
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
});

test("[talk-service 28] ends sooner than ECS kills, though a request never arrives whole", async (t) => {
  assert.ok(readSettings({}).stopTimeoutSeconds < ecsStopTimeoutSeconds);
  const program = await startProgram(t, { STOP_TIMEOUT_SECONDS: "1" });
  const connection = await Connection.open(t, program.port);
  connection.send("GET /speaker HTTP/1.1\r\n");
  await delay(200);
  const before = performance.now();
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 1, signal: null });
  const seconds = (performance.now() - before) / 1000;
  assert.ok(seconds > 0.9 && seconds < 4, `ended after ${seconds.toFixed(1)} s`);
});
