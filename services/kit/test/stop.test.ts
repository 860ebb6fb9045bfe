import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "../testing/connection";
import { ProgramStarter, type Owner, type Program } from "../testing/program";

const httpApi = new ProgramStarter("http-api");
const slowProgram = new ProgramStarter("kit", {}, "dist/kit/test/slow-program.cjs");

function stopping(program: Program): Promise<unknown> {
  return program.logged((line) => line.msg === "stopping");
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} ends an idle program at once with exit code 0`, async (t) => {
    const program = await httpApi.start(t);
    program.process.kill(signal);
    assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  });
}

test("SIGTERM lets a request that is being handled finish, and closes its connection", async (t) => {
  const program = await slowProgram.start(t);
  const connection = await Connection.open(t, program.port);
  connection.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
  await program.logged((line) => line.msg === "slow answer begun");
  program.process.kill("SIGTERM");
  await connection.closed;
  assert.match(connection.received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(connection.received, /^connection: close\r$/im);
  assert.match(connection.received, /slow answer\n$/);
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
});

test("SIGTERM lets a request finish whose headers are still arriving", async (t) => {
  const program = await httpApi.start(t);
  const connection = await Connection.open(t, program.port);
  connection.send("GET /api HTTP/1.1\r\nHost: test\r\n");
  await delay(200);
  program.process.kill("SIGTERM");
  await stopping(program);
  await delay(200);
  connection.send("\r\n");
  await connection.closed;
  assert.match(connection.received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(connection.received, /^connection: close\r$/im);
  assert.match(connection.received, /"51":"[A-Za-z]"}$/);
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
});

test("SIGTERM closes idle kept connections, though another is busy", async (t) => {
  const program = await slowProgram.start(t);
  const idle = await Connection.open(t, program.port);
  await idle.request("/");
  const busy = await Connection.open(t, program.port);
  busy.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
  await program.logged((line) => line.msg === "slow answer begun");
  program.process.kill("SIGTERM");
  await idle.closed;
  assert.equal(busy.isClosed, false);
  await program.ended;
  assert.match(busy.received, /slow answer\n$/);
});

test("a connection that never carried a request does not hold up the end", async (t) => {
  const program = await httpApi.start(t, { STOP_TIMEOUT_SECONDS: "20" });
  const connection = await Connection.open(t, program.port);
  await delay(200);
  const before = performance.now();
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  await connection.closed;
  assert.ok(performance.now() - before < 5_000);
});

test("accepts no new connection while it stops", async (t) => {
  const program = await slowProgram.start(t);
  const busy = await Connection.open(t, program.port);
  busy.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
  await program.logged((line) => line.msg === "slow answer begun");
  program.process.kill("SIGTERM");
  await refuses(t, program.port);
  assert.equal(busy.isClosed, false);
});

/** Resolves when a port no longer accepts connections. A connection that was still in the backlog is reset. */
async function refuses(owner: Owner, port: number): Promise<void> {
  for (;;) {
    try {
      await Connection.open(owner, port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED") return;
    }
  }
}

test("requests that outlast STOP_TIMEOUT_SECONDS end with exit code 1", async (t) => {
  const program = await httpApi.start(t, { STOP_TIMEOUT_SECONDS: "1" });
  const connection = await Connection.open(t, program.port);
  connection.send("GET /api HTTP/1.1\r\n");
  await delay(200);
  const before = performance.now();
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 1, signal: null });
  const seconds = (performance.now() - before) / 1000;
  assert.ok(seconds > 0.9 && seconds < 4, `ended after ${seconds.toFixed(1)} s`);
  assert.match(program.output.at(-1) ?? "", /outlasted STOP_TIMEOUT_SECONDS/);
});

test("a second signal ends the program at once with exit code 1", async (t) => {
  const program = await httpApi.start(t);
  const connection = await Connection.open(t, program.port);
  connection.send("GET /api HTTP/1.1\r\n");
  await delay(200);
  program.process.kill("SIGTERM");
  await stopping(program);
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 1, signal: null });
  assert.match(program.output.at(-1) ?? "", /stopped immediately by a second signal/);
});

test("an error that nobody caught is logged and ends the program with exit code 1", async (t) => {
  const program = await slowProgram.start(t);
  await fetch(`${program.url}/fail`);
  assert.deepEqual(await program.ended, { exitCode: 1, signal: null });
  const fatal = await program.logged((line) => line.level === "fatal");
  assert.match(JSON.stringify(fatal.err), /an error that nobody caught/);
});
