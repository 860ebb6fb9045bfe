import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";
import { test } from "node:test";
import { readSettings } from "../src/settings";
import { runProgram, startProgram } from "./support/program";

/** The time that ECS waits between SIGTERM and SIGKILL, and a balancer before it closes an idle connection. */
const ecsStopTimeoutSeconds = 30;
const balancerIdleTimeoutSeconds = 60;

test("[http-scale-out 34] listens on port 80 unless told otherwise", () => {
  assert.equal(readSettings({}).port, 80);
});

test("keeps connections longer than the balancer does, and stops sooner than ECS kills", () => {
  const settings = readSettings({});
  assert.ok(settings.keepAliveTimeoutSeconds > balancerIdleTimeoutSeconds);
  assert.ok(settings.stopTimeoutSeconds < ecsStopTimeoutSeconds);
});

test("takes every setting from the environment", () => {
  const environment = {
    PORT: "8080",
    LOG_LEVEL: "debug",
    KEEP_ALIVE_TIMEOUT_SECONDS: "3600",
    STOP_TIMEOUT_SECONDS: "5",
  };
  assert.deepEqual(readSettings(environment), {
    port: 8080,
    logLevel: "debug",
    keepAliveTimeoutSeconds: 3600,
    stopTimeoutSeconds: 5,
  });
});

for (const port of [
  "abc",
  "",
  " 80",
  "-1",
  "65536",
  "80.5",
  "8e1",
  "0x50",
  "99999999999999999999",
]) {
  test(`refuses PORT=${JSON.stringify(port)} with one message and exit code 1`, async () => {
    const { exitCode, complaint } = await runProgram({ PORT: port });
    assert.equal(
      complaint,
      `PORT must be a whole number from 0 to 65535, got ${JSON.stringify(port)}.\n`,
    );
    assert.equal(exitCode, 1);
  });
}

test("names every wrong setting at once", async () => {
  const { exitCode, complaint } = await runProgram({
    PORT: "0",
    LOG_LEVEL: "loud",
    KEEP_ALIVE_TIMEOUT_SECONDS: "0",
    STOP_TIMEOUT_SECONDS: "30s",
  });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, got "loud".',
    'KEEP_ALIVE_TIMEOUT_SECONDS must be a whole number from 1 to 4000, got "0".',
    'STOP_TIMEOUT_SECONDS must be a whole number from 1 to 120, got "30s".',
  ]);
  assert.equal(exitCode, 1);
});

test("says which port is taken, and exits with 1", async (t) => {
  const other = createServer().listen(0, "0.0.0.0");
  await once(other, "listening");
  t.after(() => other.close());
  const address = other.address();
  assert.ok(typeof address === "object" && address !== null);
  const port = String(address.port);
  const { exitCode, complaint } = await runProgram({ PORT: port });
  assert.equal(complaint, `Port ${port} is taken. Set PORT to a free one.\n`);
  assert.equal(exitCode, 1);
});

for (const [name, values] of Object.entries({
  KEEP_ALIVE_TIMEOUT_SECONDS: ["1", "4000"],
  STOP_TIMEOUT_SECONDS: ["1", "120"],
  LOG_LEVEL: ["trace", "info"],
})) {
  for (const value of values) {
    test(`starts with ${name}=${value}`, async (t) => {
      const { url } = await startProgram(t, { [name]: value });
      assert.equal((await fetch(url)).status, 200);
    });
  }
}

test("PORT=0 takes a free port and says in the log which", async (t) => {
  const { port, url } = await startProgram(t, { PORT: "0" });
  assert.ok(port > 0);
  assert.equal((await fetch(url)).status, 200);
});
