import assert from "node:assert/strict";
import { hostname } from "node:os";
import { after, before, test } from "node:test";
import { assertError } from "./support/assert-error";
import { startProgram } from "./support/program";

let url: string;
const cleanUps: (() => Promise<void> | void)[] = [];
before(async () => {
  ({ url } = await startProgram({ after: (cleanUp) => cleanUps.push(cleanUp) }));
});
after(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

test("[talk-service 23] GET /talk answers plain text that ends in the host name", async () => {
  const response = await fetch(`${url}/talk`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain\b/);
  assert.equal(await response.text(), `Talk details returned by ${hostname()}`);
});

test("[talk-service 25] GET /health answers UP in the form of Spring Boot's actuator", async () => {
  const response = await fetch(`${url}/health`);
  assert.equal(response.status, 200);
  assert.match(
    response.headers.get("content-type") ?? "",
    /^application\/vnd\.spring-boot\.actuator\.v1\+json\b/,
  );
  assert.equal(await response.text(), '{"status":"UP"}');
});

test("GET /info answers an empty object", async () => {
  const response = await fetch(`${url}/info`);
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "{}");
});

for (const path of ["/nothing", "/", "/talk/nothing", "/talk/", "/talker", "/TALK", "/%zz"]) {
  test(`[talk-service 26] GET ${path} answers 404`, async () => {
    await assertError(await fetch(url + path), { status: 404, error: "Not Found", path });
  });
}

for (const path of ["/talk", "/health", "/info"]) {
  test(`[talk-service 26] POST ${path} answers 405 and says what is allowed`, async () => {
    const broken = { method: "POST", headers: { "content-type": "application/json" }, body: "{" };
    const response = await fetch(`${url}${path}?from=somewhere`, broken);
    await assertError(response, { status: 405, error: "Method Not Allowed", path });
    assert.equal(response.headers.get("allow"), "GET, HEAD");
  });
}

test("[talk-service 29] two containers answer two host names", async (t) => {
  const hostNames = ["0a1b2c3d4e5f", "f5e4d3c2b1a0"];
  const programs = await Promise.all(hostNames.map((HOSTNAME) => startProgram(t, { HOSTNAME })));
  const answers = await Promise.all(
    programs.map(async ({ url }) => (await fetch(`${url}/talk`)).text()),
  );
  assert.deepEqual(
    answers,
    hostNames.map((hostName) => `Talk details returned by ${hostName}`),
  );
});

test("answers of /talk are not to be cached: the next container answers another one", async () => {
  assert.equal((await fetch(`${url}/talk`)).headers.get("cache-control"), "no-store");
});

const closed = [
  "auditevents",
  "autoconfig",
  "beans",
  "configprops",
  "dump",
  "env",
  "env/PATH",
  "heapdump",
  "loggers",
  "mappings",
  "metrics",
  "metrics/mem",
  "trace",
];
for (const name of closed) {
  test(`[talk-service 31] /${name} is not open`, async () => {
    for (const method of ["GET", "POST"]) {
      const response = await fetch(`${url}/${name}`, { method });
      await assertError(response, { status: 401, error: "Unauthorized", path: `/${name}` });
    }
  });
}
