import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { answerNothing, answerStatus, answerSubject, breakOff } from "./support/peer";
import { startWithStudent, timed, timeoutMs } from "./support/student-program";
import { studentService, upToDate } from "./support/programs";

/** Delay that a busy machine may add to the timeout. */
const marginMs = 3_000;

describe("calls to the subject service", { skip: whyNoDatabase(), timeout: 600_000 }, () => {
  const owner = ownerOfFile();
  let environment: Readonly<Record<string, string>>;
  before(async () => {
    environment = await (await MysqlServer.start(owner)).createDatabase();
  });

  for (const [what, behaviour] of Object.entries({
    "breaks connections off": breakOff,
    "answers 503": answerStatus(503),
    "answers 502": answerStatus(502),
  })) {
    test(`[rest-api 33] answers 502 after two tries when it ${what}, and health is well`, async (t) => {
      const { url, path, peer } = await startWithStudent(t, environment);
      peer.behaviour = behaviour;
      const { status, ms } = await timed(path);
      assert.equal(status, 502);
      assert.ok(ms < timeoutMs, `${ms.toFixed(0)} ms`);
      assert.equal(peer.count, 2);
      assert.equal((await get(`${url}/health-check`)).status, 200);
    });

    test(`gives the student after a second try when it ${what} once`, async (t) => {
      const { path, peer } = await startWithStudent(t, environment);
      peer.behaviour = (request, response, count) => {
        (count === 1 ? behaviour : answerSubject)(request, response, count);
      };
      assert.equal((await get(path)).status, 200);
      assert.equal(peer.count, 2);
    });
  }

  for (const [what, behaviour] of Object.entries({
    "answers 500": answerStatus(500),
    "answers 429": answerStatus(429),
    "leads elsewhere": answerStatus(302),
    "answers no JSON": ((_request, response) => response.end("<html>")) as typeof answerSubject,
    "answers another subject": ((_request, response) =>
      response.end('{"subject_id":2,"name":"Two","teacher":null}')) as typeof answerSubject,
    "answers without end": ((_request, response) => {
      response.end(`"${"a".repeat(5_000_000)}"`);
    }) as typeof answerSubject,
    "has lost the subject": answerStatus(404),
  })) {
    test(`answers 502 when it ${what}`, async (t) => {
      const { path, peer } = await startWithStudent(t, environment);
      peer.behaviour = behaviour;
      const { status, ms } = await timed(path);
      assert.equal(status, 502);
      assert.ok(ms < timeoutMs, `${ms.toFixed(0)} ms`);
      assert.ok(peer.count <= 2);
    });
  }

  for (const [what, behaviour] of Object.entries({
    "never answers": answerNothing,
    "begins an answer and never ends it": ((_request, response) => {
      response.writeHead(200).write('{"subject_id":');
    }) as typeof answerSubject,
  })) {
    test(`[rest-api 33] answers 502 within the time-out of 2 s when it ${what}, and asks once`, async (t) => {
      const { url, path, peer } = await startWithStudent(t, environment);
      peer.behaviour = behaviour;
      const { status, ms } = await timed(path);
      assert.equal(status, 502);
      assert.ok(ms > timeoutMs - 100 && ms < timeoutMs + marginMs, `${ms.toFixed(0)} ms`);
      await delay(500);
      assert.equal(peer.count, 1);
      assert.equal((await get(`${url}/health-check`)).status, 200);
    });
  }

  test("the second try gets what is left of the 2 s, not 2 s more", async (t) => {
    const { path, peer } = await startWithStudent(t, environment);
    const firstMs = 1_500;
    const second = new Promise<number>((resolve) => {
      peer.behaviour = (request, _response, count) => {
        const asked = performance.now();
        if (count === 1) setTimeout(() => request.socket.destroy(), firstMs);
        else
          request.socket.once("close", () => {
            resolve(performance.now() - asked);
          });
      };
    });
    assert.equal((await get(path)).status, 502);
    const ms = await second;
    assert.ok(ms < timeoutMs - firstMs + 1_000, `${ms.toFixed(0)} ms`);
    assert.equal(peer.count, 2);
  });

  test("[rest-api 33] nobody listens there: 502 at once, and a POST stores nothing", async (t) => {
    const program = await studentService.start(t, {
      ...environment,
      PEER_URL: "http://127.0.0.1:1",
    });
    await program.logged(upToDate);
    const student = { name: "Anna", email: "nobody@example.com", subject_id: 1 };
    const started = performance.now();
    const { status } = await post(`${program.url}/student`, student);
    const ms = performance.now() - started;
    assert.equal(status, 502);
    assert.ok(ms < timeoutMs, `${ms.toFixed(0)} ms`);
    assert.equal((await get(`${program.url}/health-check`)).status, 200);
  });
});
