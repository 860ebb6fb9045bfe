import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../src/settings";
import { runProgram } from "./support/program";

test("listens on port 8080 unless told otherwise", () => {
  assert.equal(readSettings({}).port, 8080);
});

test("takes every setting from the environment", () => {
  const environment = {
    HOSTNAME: "0a1b2c3d4e5f",
    PORT: "9000",
    LOG_LEVEL: "debug",
    KEEP_ALIVE_TIMEOUT_SECONDS: "3600",
    STOP_TIMEOUT_SECONDS: "5",
  };
  assert.deepEqual(readSettings(environment), {
    hostName: "0a1b2c3d4e5f",
    port: 9000,
    logLevel: "debug",
    keepAliveTimeoutSeconds: 3600,
    stopTimeoutSeconds: 5,
  });
});

test("names every wrong setting at once, and exits with 1", async () => {
  const { exitCode, complaint } = await runProgram({
    HOSTNAME: "",
    PORT: "http",
    LOG_LEVEL: "loud",
  });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    'HOSTNAME must be one character or more, got "".',
    'PORT must be a whole number from 0 to 65535, got "http".',
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, got "loud".',
  ]);
  assert.equal(exitCode, 1);
});
