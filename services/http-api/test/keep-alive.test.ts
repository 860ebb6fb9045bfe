import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "./support/connection";
import { startProgram } from "./support/program";

test("keeps an idle connection for longer than the 60 s of a balancer", async (t) => {
  const { port } = await startProgram(t);
  const connection = await Connection.open(t, port);
  const answer = await connection.request("/api");
  assert.match(answer, /^connection: keep-alive\r$/im);
  // Node writes the time-out that it applies to the connection into this header.
  const seconds = Number(/^keep-alive: timeout=(\d+)\r$/im.exec(answer)?.[1]);
  assert.ok(seconds > 60, `keeps connections for ${String(seconds)} s`);
});

test("closes an idle connection after KEEP_ALIVE_TIMEOUT_SECONDS, and no sooner", async (t) => {
  const { port } = await startProgram(t, { KEEP_ALIVE_TIMEOUT_SECONDS: "2" });
  const connection = await Connection.open(t, port);
  await connection.request("/");
  const idleSince = performance.now();
  await delay(1_500);
  assert.equal(connection.isClosed, false);
  await connection.closed;
  // Node may add a second, so that a client that counts to the same number does not lose a race.
  const idleSeconds = (performance.now() - idleSince) / 1000;
  assert.ok(idleSeconds > 1.9 && idleSeconds < 6, `closed after ${idleSeconds.toFixed(1)} s`);
});
