import assert from "node:assert/strict";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { ProgramStarter } from "@services/kit/testing/program";
import { hostname } from "node:os";
import { before, test } from "node:test";

const daemonApi = new ProgramStarter("daemon-api");
let url: string;
const owner = ownerOfFile();
before(async () => {
  ({ url } = await daemonApi.start(owner));
});

test("[daemon-api 29] GET /health answers 200 and its status", async () => {
  const response = await fetch(`${url}/health`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^application\/json\b/);
  assert.equal(await response.text(), '{"status":"ok"}');
});

test("[daemon-api 30] GET / answers the service, its stage, the deployed version and the host", async (t) => {
  const { url } = await daemonApi.start(t, {
    SERVICE_NAME: "shop",
    STAGE: "prod",
    VERSION: "1.4.2",
    HOSTNAME: "0a1b2c3d4e5f",
  });
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^application\/json\b/);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(await response.json(), {
    serviceName: "shop",
    stage: "prod",
    version: "1.4.2",
    hostName: "0a1b2c3d4e5f",
  });
});

test("[daemon-api 30] GET / answers something under every name, though nothing is set", async () => {
  assert.deepEqual(await (await fetch(url)).json(), {
    serviceName: "daemon-api",
    stage: "dev",
    version: "unknown",
    hostName: hostname(),
  });
});

const unknown: readonly (readonly [what: string, path: string, request: RequestInit])[] = [
  ["an unknown path", "/nothing", {}],
  ["a path below a known one", "/health/nothing", {}],
  ["another method", "/health", { method: "DELETE" }],
  [
    "a body that is no JSON",
    "/",
    { method: "PUT", headers: { "content-type": "application/json" }, body: "{" },
  ],
  ["a path that can't be decoded", "/%zz", {}],
];
for (const [what, path, request] of unknown) {
  test(`[daemon-api 31] answers 404 with a JSON message to ${what}`, async () => {
    const response = await fetch(url + path, request);
    assert.equal(response.status, 404);
    assert.match(response.headers.get("content-type") ?? "", /^application\/json\b/);
    assert.deepEqual(await response.json(), {
      statusCode: 404,
      error: "Not Found",
      message: "There is nothing here. See /.",
    });
  });
}
