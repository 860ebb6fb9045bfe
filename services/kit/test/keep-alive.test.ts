import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "../testing/connection";
import { ProgramStarter } from "../testing/program";

const httpApi = new ProgramStarter("http-api");

test("closes an idle connection after KEEP_ALIVE_TIMEOUT_SECONDS, and no sooner", async (t) => {
  const { port } = await httpApi.start(t, { KEEP_ALIVE_TIMEOUT_SECONDS: "2" });
  const connection = await Connection.open(t, port);
  await connection.request("/");
  const idleSince = performance.now();
  await delay(1_500);
  assert.equal(connection.isClosed, false);
  await connection.closed;
  // Node.js may add a second, so that a client with the same timeout does not lose a race.
  const idleSeconds = (performance.now() - idleSince) / 1000;
  assert.ok(idleSeconds > 1.9 && idleSeconds < 6, `closed after ${idleSeconds.toFixed(1)} s`);
});
