import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection } from "../testing/connection";
import { ProgramStarter } from "../testing/program";

const httpApi = new ProgramStarter("http-api");

test("[2026-11 B3] serves on for DRAIN_SECONDS after SIGTERM, on connections old and new, and then ends with 0", async (t) => {
  const program = await httpApi.start(t, { DRAIN_SECONDS: "3" });
  const kept = await Connection.open(t, program.port);
  await kept.request("/api");
  const before = performance.now();
  program.process.kill("SIGTERM");
  await program.logged((line) => line.msg === "draining: still serving requests");
  let answered = 0;
  const late = kept.request("/api");
  while (performance.now() - before < 2_000) {
    const response = await fetch(`${program.url}/api`);
    assert.equal(response.status, 200);
    // A client with a persistent connection must leave now, not when the program stops.
    assert.equal(response.headers.get("connection"), "close");
    await response.arrayBuffer();
    answered += 1;
  }
  assert.ok(answered > 0);
  assert.match(await late, /^HTTP\/1\.1 200 OK\r\n/);
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  const seconds = (performance.now() - before) / 1000;
  assert.ok(seconds >= 3, `ended after ${seconds.toFixed(1)} s`);
  await assert.rejects(fetch(program.url));
});

test("[2026-11 B3] Ctrl-C waits for nobody, and neither does a second SIGTERM", async (t) => {
  const interrupted = await httpApi.start(t, { DRAIN_SECONDS: "100" });
  interrupted.process.kill("SIGINT");
  assert.deepEqual(await interrupted.ended, { exitCode: 0, signal: null });
  const killed = await httpApi.start(t, { DRAIN_SECONDS: "100" });
  killed.process.kill("SIGTERM");
  await killed.logged((line) => line.msg === "draining: still serving requests");
  killed.process.kill("SIGTERM");
  assert.deepEqual(await killed.ended, { exitCode: 1, signal: null });
});
