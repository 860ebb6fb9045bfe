import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "./support/file-owner";
import { get, post, type Answer } from "./support/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { answerNothing, answerStatus, answerSubject, breakOff, Peer } from "./support/peer";
import { startProgram, type Owner } from "./support/program";

/** For one look-up, and what a busy machine may add to it. */
const timeoutMs = 2_000;
const marginMs = 1_500;
/** Failures in a row after which the peer is left alone, and for how long. */
const failuresToOpen = 5;
const openMs = 1_000;

describe("calls to the subject service", { skip: whyNoDatabase() }, () => {
  const owner = ownerOfFile();
  let environment: Readonly<Record<string, string>>;
  let peer: Peer;
  before(async () => {
    environment = await (await MysqlServer.start(owner)).createDatabase();
  });
  beforeEach(async (t) => {
    peer = await Peer.start(t as unknown as Owner);
  });

  let students = 0;
  /** A program of its own, so that no test meets the circuit that another one left open, and a student in it. */
  async function start(t: Owner): Promise<{ readonly url: string; readonly path: string }> {
    const program = await startProgram(t, { ...environment, PEER_URL: peer.url });
    await program.logged((line) => line.msg === "tables are up to date");
    students += 1;
    const student = { name: "Anna", email: `anna-${String(students)}@example.com`, subject_id: 1 };
    const { status, body } = await post(`${program.url}/student`, student);
    assert.equal(status, 201);
    peer.requests.length = 0;
    return { url: program.url, path: `${program.url}/student/${String(body.student_id)}` };
  }

  async function timed(
    ask: () => Promise<Answer>,
  ): Promise<{ readonly status: number; readonly ms: number }> {
    const started = performance.now();
    const { status } = await ask();
    return { status, ms: performance.now() - started };
  }

  for (const [what, behaviour] of Object.entries({
    "breaks connections off": breakOff,
    "answers 503": answerStatus(503),
    "answers 502": answerStatus(502),
  })) {
    test(`[rest-api 33] answers 502 after two tries when it ${what}, and health is well`, async (t) => {
      const { url, path } = await start(t);
      peer.behaviour = behaviour;
      const { status, ms } = await timed(() => get(path));
      assert.equal(status, 502);
      assert.ok(ms < timeoutMs, `${ms.toFixed(0)} ms`);
      assert.equal(peer.count, 2);
      assert.equal((await get(`${url}/health-check`)).status, 200);
    });

    test(`gives the student after a second try when it ${what} once`, async (t) => {
      const { path } = await start(t);
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
      const { path } = await start(t);
      peer.behaviour = behaviour;
      const { status, ms } = await timed(() => get(path));
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
      const { url, path } = await start(t);
      peer.behaviour = behaviour;
      const { status, ms } = await timed(() => get(path));
      assert.equal(status, 502);
      assert.ok(ms > timeoutMs - 100 && ms < timeoutMs + marginMs, `${ms.toFixed(0)} ms`);
      await delay(500);
      assert.equal(peer.count, 1);
      assert.equal((await get(`${url}/health-check`)).status, 200);
    });
  }

  test("the second try gets what is left of the 2 s, not 2 s more", async (t) => {
    const { path } = await start(t);
    peer.behaviour = (request, _response, count) => {
      if (count === 1) setTimeout(() => request.socket.destroy(), 1_500);
    };
    const { status, ms } = await timed(() => get(path));
    assert.equal(status, 502);
    assert.ok(ms < timeoutMs + marginMs, `${ms.toFixed(0)} ms`);
    assert.equal(peer.count, 2);
  });

  test("[rest-api 33] nobody listens there: 502 at once, and a POST stores nothing", async (t) => {
    const program = await startProgram(t, { ...environment, PEER_URL: "http://127.0.0.1:1" });
    await program.logged((line) => line.msg === "tables are up to date");
    const student = { name: "Anna", email: "nobody@example.com", subject_id: 1 };
    const { status, ms } = await timed(() => post(`${program.url}/student`, student));
    assert.equal(status, 502);
    assert.ok(ms < timeoutMs, `${ms.toFixed(0)} ms`);
    assert.equal((await get(`${program.url}/health-check`)).status, 200);
  });

  test("no retry storm: 500 requests while it is down reach it a few times only, and it is found again", async (t) => {
    const { path } = await start(t);
    peer.behaviour = answerStatus(503);
    const began = performance.now();
    let asked = 0;
    for (let round = 0; round < 50; round++) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => get(path)));
      for (const { status } of answers) assert.equal(status, 502);
      asked += answers.length;
      await delay(40);
    }
    const seconds = (performance.now() - began) / 1000;
    const reached = peer.count;
    // Until the circuit opens: the ten at once, and second tries of them. Then one a second.
    const most = 10 + failuresToOpen + Math.ceil((seconds * 1000) / openMs);
    console.log(
      `down: ${String(asked)} requests in ${seconds.toFixed(1)} s, ${String(reached)} reached the peer, at most ${String(most)}`,
    );
    assert.ok(reached <= most, `${String(reached)} reached the peer`);

    peer.behaviour = answerSubject;
    await delay(openMs + 100);
    for (let round = 0; round < 20; round++) assert.equal((await get(path)).status, 200);
  });

  test("no retry storm: of 300 requests to one that fails every other time, a fifth is tried again", async (t) => {
    const { path } = await start(t);
    peer.behaviour = (request, response, count) => {
      (count % 2 === 1 ? answerStatus(503) : answerSubject)(request, response, count);
    };
    const statuses: number[] = [];
    for (let round = 0; round < 300; round++) statuses.push((await get(path)).status);
    const tries = peer.count;
    const ok = statuses.filter((status) => status === 200).length;
    console.log(
      `flapping: 300 requests, ${String(tries)} reached the peer, ${String(ok)} answered 200`,
    );
    assert.ok(tries <= 300 + 0.2 * 300 + 10, `${String(tries)} reached the peer`);
    assert.ok(tries > 300, "it does try again");
    assert.ok(statuses.every((status) => status === 200 || status === 502));
  });

  test("no retry storm: 200 requests at once to one that hangs reach it once each, and nothing follows", async (t) => {
    const { path } = await start(t);
    peer.behaviour = answerNothing;
    const answers = await Promise.all(Array.from({ length: 200 }, () => timed(() => get(path))));
    for (const { status } of answers) assert.equal(status, 502);
    const slowest = Math.max(...answers.map(({ ms }) => ms));
    console.log(
      `hanging: 200 requests at once, ${String(peer.count)} reached the peer, the slowest took ${slowest.toFixed(0)} ms`,
    );
    assert.ok(peer.count <= 200, `${String(peer.count)} reached the peer`);
    assert.ok(slowest < timeoutMs + 3_000, `${slowest.toFixed(0)} ms`);
    const { status, ms } = await timed(() => get(path));
    assert.equal(status, 502);
    assert.ok(ms < 1_000, "while the circuit is open nobody waits");
    const before = peer.count;
    await delay(700);
    assert.equal(peer.count, before);
  });

  test("one that comes and goes by the second loses no more than its own failures", async (t) => {
    const { path } = await start(t);
    const began = performance.now();
    const isUp = () => Math.floor((performance.now() - began) / 1_500) % 2 === 0;
    peer.behaviour = (request, response, count) => {
      (isUp() ? answerSubject : breakOff)(request, response, count);
    };
    const counts = { 200: 0, 502: 0 };
    let total = 0;
    while (performance.now() - began < 7_000) {
      const { status } = await get(path);
      assert.ok(status === 200 || status === 502, String(status));
      counts[status] += 1;
      total += 1;
      await delay(10);
    }
    console.log(
      `coming and going: ${String(total)} requests, ${JSON.stringify(counts)}, ${String(peer.count)} reached the peer`,
    );
    assert.ok(peer.count <= total * 1.2 + 10);
    assert.ok(counts[200] > 50 && counts[502] > 0);
  });
});
