import { commonSettings, readSettings } from "@services/kit/settings";
import assert from "node:assert/strict";
import { test } from "node:test";
import { readSchoolSettings } from "../src/settings";
import { studentService } from "./support/programs";

const required = {
  RUN_AS: "students",
  DB_HOST: "db.internal",
  DB_NAME: "school",
  DB_USER: "service",
  DB_PASSWORD: "secret",
  PEER_URL: "http://balancer.internal",
};
const defaults = {
  PATH_PREFIX: "",
  DB_PORT: 3306,
  DB_PASSWORD_GRACE_SECONDS: 600,
  DB_POOL_SIZE: 5,
  DB_TLS: false,
  REQUEST_TIMEOUT_SECONDS: 15,
  ...readSettings(commonSettings(80), {}),
};

test("has defaults for all that isn't required", () => {
  assert.deepEqual(readSchoolSettings(required), { ...required, ...defaults });
});

test("needs no peer to run as subjects", () => {
  const others = Object.fromEntries(
    Object.entries(required).filter(([name]) => name !== "PEER_URL"),
  );
  const settings = readSchoolSettings({ ...others, RUN_AS: "subjects" });
  assert.deepEqual(settings, { ...others, ...defaults, RUN_AS: "subjects" });
  assert.throws(() => readSchoolSettings(others), /^SettingsError: PEER_URL must be set, to /);
});

test("takes every setting from the environment", () => {
  const texts = {
    PATH_PREFIX: "/demo1",
    DB_SECRET_ARN: "arn:aws:secretsmanager:us-east-2:123456789012:secret:rds!db-1-AbCdEf",
    DB_SERVICE_USER: "student",
  };
  const numbers = {
    DB_PORT: 3307,
    DB_PASSWORD_GRACE_SECONDS: 10,
    DB_POOL_SIZE: 2,
    REQUEST_TIMEOUT_SECONDS: 5,
  };
  const settings = readSchoolSettings({
    ...required,
    ...texts,
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    DB_TLS: "true",
    PEER_URL: "https://balancer.internal:8443/demo/",
  });
  const peer = { PEER_URL: "https://balancer.internal:8443/demo" };
  const wanted = { ...required, ...defaults, ...texts, ...numbers, ...peer, DB_TLS: true };
  assert.deepEqual(settings, wanted);
});

test("names every setting that is missing, and exits with 1", async () => {
  const { exitCode, complaint } = await studentService.runToEnd({ RUN_AS: "students" });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    "PEER_URL must be set, to an address such as http://peer.internal.",
    "DB_HOST must be set, to one character or more.",
    "DB_NAME must be set, to one character or more.",
    "DB_USER must be set, to one character or more.",
    "DB_PASSWORD must be set, to one character or more.",
  ]);
  assert.equal(exitCode, 1);
});

test("names every setting that is wrong, the password's value left out, and exits with 1", async () => {
  const { exitCode, complaint } = await studentService.runToEnd({
    RUN_AS: "teachers",
    PEER_URL: "balancer.internal",
    PATH_PREFIX: "demo1/",
    DB_HOST: "",
    DB_PORT: "0",
    DB_NAME: "",
    DB_USER: "",
    DB_PASSWORD: "",
    DB_PASSWORD_GRACE_SECONDS: "-1",
    DB_SERVICE_USER: "it's",
    DB_POOL_SIZE: "0",
    DB_TLS: "yes",
    DB_TLS_CA_FILE: "/no/such/file.pem",
    REQUEST_TIMEOUT_SECONDS: "301",
    PORT: "http",
  });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    'RUN_AS must be one of students, subjects, got "teachers".',
    'PEER_URL must be an address such as http://peer.internal, got "balancer.internal".',
    'PATH_PREFIX must be empty, or a path without a trailing slash, as in /demo1, got "demo1/".',
    'DB_HOST must be one character or more, got "".',
    'DB_PORT must be a whole number from 1 to 65535, got "0".',
    'DB_NAME must be one character or more, got "".',
    'DB_USER must be one character or more, got "".',
    "DB_PASSWORD must be one character or more, got another value.",
    'DB_PASSWORD_GRACE_SECONDS must be a whole number from 0 to 3600, got "-1".',
    'DB_SERVICE_USER must be 1 to 32 letters, digits and underscores, got "it\'s".',
    'DB_POOL_SIZE must be a whole number from 1 to 100, got "0".',
    'DB_TLS must be true or false, got "yes".',
    'DB_TLS_CA_FILE must be a readable file of certificates in PEM form, got "/no/such/file.pem".',
    'REQUEST_TIMEOUT_SECONDS must be a whole number from 1 to 300, got "301".',
    'PORT must be a whole number from 0 to 65535, got "http".',
  ]);
  assert.equal(exitCode, 1);
});

for (const prefix of ["/", "/demo1/", "demo1", "//demo1", "/demo1?x", "/demo 1"]) {
  test(`refuses PATH_PREFIX=${JSON.stringify(prefix)}`, () => {
    assert.throws(
      () => readSchoolSettings({ ...required, PATH_PREFIX: prefix }),
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
      () => readSchoolSettings({ ...required, PEER_URL: address }),
      /^SettingsError: PEER_URL /,
    );
  });
}
