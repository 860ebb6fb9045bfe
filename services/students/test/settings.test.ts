import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../src/settings";
import { environmentWithoutDatabase } from "./support/environment";
import { runProgram } from "./support/program";

const required = {
  DB_HOST: "db.internal",
  DB_NAME: "school",
  DB_USER: "service",
  DB_PASSWORD: "secret",
  PEER_URL: "http://balancer.internal",
};

test("has defaults for all that isn't required", () => {
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
    peerUrl: "http://balancer.internal",
  });
});

test("takes every setting from the environment", () => {
  const environment = {
    ...required,
    PORT: "8080",
    LOG_LEVEL: "debug",
    PATH_PREFIX: "/demo1",
    DB_PORT: "3307",
    DB_PASSWORD_GRACE_SECONDS: "10",
    DB_POOL_SIZE: "2",
    DB_TLS: "true",
    KEEP_ALIVE_TIMEOUT_SECONDS: "3600",
    REQUEST_TIMEOUT_SECONDS: "5",
    STOP_TIMEOUT_SECONDS: "6",
    PEER_URL: "https://balancer.internal:8443/demo/",
  };
  const { database, ...others } = readSettings(environment);
  assert.deepEqual(others, {
    port: 8080,
    logLevel: "debug",
    pathPrefix: "/demo1",
    keepAliveTimeoutSeconds: 3600,
    requestTimeoutSeconds: 5,
    stopTimeoutSeconds: 6,
    peerUrl: "https://balancer.internal:8443/demo",
  });
  assert.equal(database.port, 3307);
  assert.equal(database.passwordGraceSeconds, 10);
  assert.equal(database.poolSize, 2);
  assert.equal(database.tls, true);
});

test("names every setting that is missing, and exits with 1", async () => {
  const { exitCode, complaint } = await runProgram({});
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    "DB_HOST must be set, to one character or more.",
    "DB_NAME must be set, to one character or more.",
    "DB_USER must be set, to one character or more.",
    "DB_PASSWORD must be set, to one character or more.",
    "PEER_URL must be set, to an address such as http://peer.internal.",
  ]);
  assert.equal(exitCode, 1);
});

test("names every setting that is wrong, the password's value left out, and exits with 1", async () => {
  const { exitCode, complaint } = await runProgram({
    PORT: "http",
    LOG_LEVEL: "loud",
    PATH_PREFIX: "demo1/",
    DB_HOST: "",
    DB_PORT: "0",
    DB_NAME: "",
    DB_USER: "",
    DB_PASSWORD: "",
    DB_PASSWORD_GRACE_SECONDS: "-1",
    DB_POOL_SIZE: "0",
    DB_TLS: "yes",
    DB_TLS_CA_FILE: "/no/such/file.pem",
    KEEP_ALIVE_TIMEOUT_SECONDS: "0",
    REQUEST_TIMEOUT_SECONDS: "301",
    STOP_TIMEOUT_SECONDS: "30s",
    PEER_URL: "balancer.internal",
  });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    'PORT must be a whole number from 0 to 65535, got "http".',
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, got "loud".',
    'PATH_PREFIX must be empty, or a path such as /demo1 without a slash at its end, got "demo1/".',
    'DB_HOST must be one character or more, got "".',
    'DB_PORT must be a whole number from 1 to 65535, got "0".',
    'DB_NAME must be one character or more, got "".',
    'DB_USER must be one character or more, got "".',
    "DB_PASSWORD must be one character or more, got another value.",
    'DB_PASSWORD_GRACE_SECONDS must be a whole number from 0 to 3600, got "-1".',
    'DB_POOL_SIZE must be a whole number from 1 to 100, got "0".',
    'DB_TLS must be true or false, got "yes".',
    'DB_TLS_CA_FILE must be a readable file of certificates in PEM form, got "/no/such/file.pem".',
    'KEEP_ALIVE_TIMEOUT_SECONDS must be a whole number from 1 to 4000, got "0".',
    'REQUEST_TIMEOUT_SECONDS must be a whole number from 1 to 300, got "301".',
    'STOP_TIMEOUT_SECONDS must be a whole number from 1 to 120, got "30s".',
    'PEER_URL must be an address such as http://peer.internal, got "balancer.internal".',
  ]);
  assert.equal(exitCode, 1);
});

for (const prefix of ["/", "/demo1/", "demo1", "//demo1", "/demo1?x", "/demo 1"]) {
  test(`refuses PATH_PREFIX=${JSON.stringify(prefix)}`, () => {
    assert.throws(
      () => readSettings({ ...required, PATH_PREFIX: prefix }),
      /^SettingsError: PATH_PREFIX /,
    );
  });
}

for (const address of [
  "",
  "http://",
  "ftp://peer",
  "http://user:secret@peer",
  "http://peer?x=1",
  "//peer",
  "http://peer:99999",
]) {
  test(`refuses PEER_URL=${JSON.stringify(address)}`, () => {
    assert.throws(
      () => readSettings({ ...required, PEER_URL: address }),
      /^SettingsError: PEER_URL /,
    );
  });
}

test("the environment of the other tests is a valid one", () => {
  assert.equal(readSettings(environmentWithoutDatabase).database.port, 1);
});
