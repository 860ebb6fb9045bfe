import { ownerOfFile } from "@services/kit/testing/file-owner";
import { ProgramStarter } from "@services/kit/testing/program";
import assert from "node:assert/strict";
import { hostname } from "node:os";
import { before, describe, test } from "node:test";
import { assertError } from "./support/assert-error";

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

const roles = [
  { service: "talk", answer: "Talk details returned by", line: 23 },
  { service: "speaker", answer: "Speaker details returned by", line: 24 },
];
for (const { service, answer, line } of roles)
  describe(`run as ${service}`, () => {
    const program = new ProgramStarter("talk", { RUN_AS: service });
    const owner = ownerOfFile();
    let url: string;
    before(async () => {
      ({ url } = await program.start(owner));
    });

    test(`[talk-service ${String(line)}] GET /${service} answers plain text that ends in the host name`, async () => {
      const response = await fetch(`${url}/${service}`);
      assert.equal(response.status, 200);
      assert.match(response.headers.get("content-type") ?? "", /^text\/plain\b/);
      assert.equal(await response.text(), `${answer} ${hostname()}`);
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

    for (const path of [
      "/nothing",
      "/",
      `/${service}/nothing`,
      `/${service}/`,
      `/${service}s`,
      `/${service.toUpperCase()}`,
      "/%zz",
    ]) {
      test(`[talk-service 26] GET ${path} answers 404`, async () => {
        await assertError(await fetch(url + path), { status: 404, error: "Not Found", path });
      });
    }

    for (const path of [`/${service}`, "/health", "/info"]) {
      test(`[talk-service 26] POST ${path} answers 405 and says what is allowed`, async () => {
        const broken = {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{",
        };
        const response = await fetch(`${url}${path}?from=somewhere`, broken);
        await assertError(response, { status: 405, error: "Method Not Allowed", path });
        assert.equal(response.headers.get("allow"), "GET, HEAD");
      });
    }

    test("[talk-service 29] two containers answer two host names", async (t) => {
      const hostNames = ["0a1b2c3d4e5f", "f5e4d3c2b1a0"];
      const programs = await Promise.all(
        hostNames.map((HOSTNAME) => program.start(t, { HOSTNAME })),
      );
      const answers = await Promise.all(
        programs.map(async ({ url }) => (await fetch(`${url}/${service}`)).text()),
      );
      assert.deepEqual(
        answers,
        hostNames.map((hostName) => `${answer} ${hostName}`),
      );
    });

    test("answers are not to be cached: the next container answers another one", async () => {
      assert.equal((await fetch(`${url}/${service}`)).headers.get("cache-control"), "no-store");
    });

    for (const name of closed) {
      test(`[talk-service 31] /${name} is not open`, async () => {
        for (const method of ["GET", "POST"]) {
          const response = await fetch(`${url}/${name}`, { method });
          await assertError(response, { status: 401, error: "Unauthorized", path: `/${name}` });
        }
      });
    }
  });
