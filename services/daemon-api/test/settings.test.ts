import { ProgramStarter } from "@services/kit/testing/program";
import assert from "node:assert/strict";
import { test } from "node:test";
import { readDaemonSettings } from "../src/server";

test("takes every setting from the environment", () => {
  const names = { SERVICE_NAME: "shop", STAGE: "prod", VERSION: "1.4.2", HOSTNAME: "0a1b2c3d4e5f" };
  const { SERVICE_NAME, STAGE, VERSION, HOSTNAME } = readDaemonSettings(names);
  assert.deepEqual({ SERVICE_NAME, STAGE, VERSION, HOSTNAME }, names);
});

test("names every wrong setting at once, and exits with 1", async () => {
  const wrong = { VERSION: "", PORT: "http", LOG_LEVEL: "loud" };
  const { exitCode, complaint } = await new ProgramStarter("daemon-api").runToEnd(wrong);
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    'VERSION must be one character or more, got "".',
    'PORT must be a whole number from 0 to 65535, got "http".',
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, got "loud".',
  ]);
  assert.equal(exitCode, 1);
});
