import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../src/settings";
import { runProgram } from "./support/program";

test("[http-api 33] listens on port 8080 unless told otherwise", () => {
  assert.equal(readSettings({ DynamoDBTable: "items" }).port, 8080);
});

test("takes every setting from the environment", () => {
  const environment = {
    DynamoDBTable: "ecsapi-demo-Foods_1.2",
    PORT: "9000",
    LOG_LEVEL: "debug",
    KEEP_ALIVE_TIMEOUT_SECONDS: "3600",
    STOP_TIMEOUT_SECONDS: "5",
  };
  assert.deepEqual(readSettings(environment), {
    tableName: "ecsapi-demo-Foods_1.2",
    port: 9000,
    logLevel: "debug",
    keepAliveTimeoutSeconds: 3600,
    stopTimeoutSeconds: 5,
  });
});

test("names every wrong setting at once, and exits with 1", async () => {
  const { exitCode, complaint } = await runProgram({ PORT: "http", LOG_LEVEL: "loud" });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    "DynamoDBTable must be the name of a table, 3 to 255 letters, digits, _, - or ., it is not set.",
    'PORT must be a whole number from 0 to 65535, got "http".',
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, got "loud".',
  ]);
  assert.equal(exitCode, 1);
});

test("refuses a name that no table can have", () => {
  assert.throws(
    () => readSettings({ DynamoDBTable: "a b" }),
    /DynamoDBTable must be .*, got "a b"/,
  );
});
