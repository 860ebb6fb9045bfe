import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { answerNothing, answerStatus, answerSubject, breakOff } from "./support/peer";
import { startWithStudent, timed, timeoutMs } from "./support/student-program";

/** Consecutive failures after which the circuit opens, and for how long. */
const failuresToOpen = 5;
const openMs = 1_000;

describe(
  "a subject service that fails gets no retry storm",
  { skip: whyNoDatabase(), timeout: 600_000 },
  () => {
    const owner = ownerOfFile();
    let environment: Readonly<Record<string, string>>;
    before(async () => {
      environment = await (await MysqlServer.start(owner)).createDatabase();
    });

    test("500 requests while it is down reach it a few times only, and it is found again", async (t) => {
      const { path, peer } = await startWithStudent(t, environment);
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
      // Until the circuit opens: the ten concurrent requests and their retries. Then one per second.
      const most = 10 + failuresToOpen + Math.ceil((seconds * 1000) / openMs);
      console.log(
        `down: ${String(asked)} requests in ${seconds.toFixed(1)} s, ${String(reached)} reached the peer, at most ${String(most)}`,
      );
      assert.ok(reached <= most, `${String(reached)} reached the peer`);

      peer.behaviour = answerSubject;
      await delay(openMs + 100);
      for (let round = 0; round < 20; round++) assert.equal((await get(path)).status, 200);
    });

    test("of 300 requests to one that fails every other time, a fifth is tried again", async (t) => {
      const { path, peer } = await startWithStudent(t, environment);
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

    test("200 requests at once to one that hangs reach it once each, and nothing follows", async (t) => {
      const { path, peer } = await startWithStudent(t, environment);
      peer.behaviour = answerNothing;
      const answers = await Promise.all(Array.from({ length: 200 }, () => timed(path)));
      for (const { status } of answers) assert.equal(status, 502);
      const slowest = Math.max(...answers.map(({ ms }) => ms));
      console.log(
        `hanging: 200 requests at once, ${String(peer.count)} reached the peer, the slowest took ${slowest.toFixed(0)} ms`,
      );
      assert.ok(peer.count <= 200, `${String(peer.count)} reached the peer`);
      assert.ok(slowest < 2 * timeoutMs + 3_000, `${slowest.toFixed(0)} ms`);

      const before = peer.count;
      const began = performance.now();
      for (let round = 0; round < 30; round++) {
        assert.equal((await timed(path)).status, 502);
        await delay(50);
      }
      // One request per second tests whether the service has recovered.
      const most = Math.ceil((performance.now() - began) / openMs) + 1;
      assert.ok(
        peer.count - before <= most,
        `${String(peer.count - before)} more reached the peer`,
      );
    });

    test("one that comes and goes by the second loses no more than its own failures", async (t) => {
      const { path, peer } = await startWithStudent(t, environment);
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
      assert.ok(counts[200] > 10 && counts[502] > 0);
    });
  },
);
