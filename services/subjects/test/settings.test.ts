import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../src/settings";
import { runProgram } from "./support/program";

const required = {
  DB_HOST: "db.internal",
  DB_NAME: "school",
  DB_USER: "service",
  DB_PASSWORD: "secret",
};

test("has defaults for all that isn't required, and needs no peer", () => {
  assert.deepEqual(readSettings(required), {
    port: 80,
    logLevel: "info",
    pathPrefix: "",
    database: {
      host: "db.internal",
      port: 3306,
      name: "school",
      user: "service",
      password: "secret",
      passwordGraceSeconds: 60,
      poolSize: 5,
      tls: false,
      tlsCertificates: undefined,
    },
    keepAliveTimeoutSeconds: 65,
    requestTimeoutSeconds: 15,
    stopTimeoutSeconds: 25,
  });
});

test("names every setting that is missing or wrong, and exits with 1", async () => {
  const { exitCode, complaint } = await runProgram({ PORT: "http", DB_TLS: "yes" });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    'PORT must be a whole number from 0 to 65535, got "http".',
    "DB_HOST must be set, to one character or more.",
    "DB_NAME must be set, to one character or more.",
    "DB_USER must be set, to one character or more.",
    "DB_PASSWORD must be set, to one character or more.",
    'DB_TLS must be true or false, got "yes".',
  ]);
  assert.equal(exitCode, 1);
});
