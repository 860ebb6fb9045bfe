import { Connection } from "@services/kit/testing/connection";
import { ProgramStarter } from "@services/kit/testing/program";
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { programs } from "./programs";

/** The time between SIGTERM and SIGKILL in ECS. */
const ecsStopTimeoutSeconds = 30;

test("all programs with an image are tried here", () => {
  const withImage = readdirSync(".").filter((folder) => existsSync(`${folder}/Dockerfile`));
  const workspaces = (JSON.parse(readFileSync("package.json", "utf8")) as { workspaces: string[] })
    .workspaces;
  const own = withImage.filter((folder) => workspaces.includes(folder));
  assert.deepEqual(own, programs.map(({ name }) => name).sort());
});

for (const { name, environment, path, status, port, lines, readSettings } of programs) {
  const marks = (kind: keyof typeof lines) =>
    lines[kind] === undefined ? "" : `[${lines[kind]}] `;
  describe(name, () => {
    const program = new ProgramStarter(name, environment);
    const dockerfile = readFileSync(`${name}/Dockerfile`, "utf8");

    test(`${marks("command")}its image starts node without a shell, which gets signals and NODE_OPTIONS itself`, () => {
      const commands = dockerfile.match(/^(CMD|ENTRYPOINT)\b.*/gm);
      assert.deepEqual(commands, ['CMD ["node", "/app/main.cjs"]']);
    });

    test(`${marks("image")}its image's user is a number and not root, and its base is pinned`, () => {
      assert.match(dockerfile, /^USER [1-9]\d*:[1-9]\d*$/m);
      assert.match(dockerfile, /^ARG BASE_IMAGE=node:[\w.-]+@sha256:[0-9a-f]{64}$/m);
    });

    test(`${marks("image")}its image exposes the port that it listens on unless told otherwise`, () => {
      assert.deepEqual(dockerfile.match(/^EXPOSE .*/gm), [`EXPOSE ${String(port)}`]);
      assert.equal(readSettings(environment).PORT, port);
      assert.ok(readSettings(environment).STOP_TIMEOUT_SECONDS < ecsStopTimeoutSeconds);
    });

    test(`${marks("keepAlive")}keeps an idle connection for longer than the 60 s of a balancer`, async (t) => {
      const connection = await Connection.open(t, (await program.start(t)).port);
      const answer = await connection.request(path);
      assert.match(answer, /^connection: keep-alive\r$/im);
      // Node.js writes the timeout of the connection into this header.
      assert.match(answer, /^keep-alive: timeout=65\r$/im);
    });

    test(`${marks("options")}NODE_OPTIONS reaches it`, async (t) => {
      const headers = { "x-long": "a".repeat(4_000) };
      const asItIs = await program.start(t);
      assert.equal((await fetch(asItIs.url + path, { headers })).status, status);
      const limited = await program.start(t, { NODE_OPTIONS: "--max-http-header-size=2000" });
      assert.equal((await fetch(limited.url + path, { headers })).status, 431);
    });

    test(`${marks("stop")}SIGTERM ends it at once when it is idle, kept connections or not`, async (t) => {
      const running = await program.start(t);
      const kept = await Connection.open(t, running.port);
      await kept.request(path);
      await Connection.open(t, running.port);
      const before = performance.now();
      running.process.kill("SIGTERM");
      assert.deepEqual(await running.ended, { exitCode: 0, signal: null });
      const seconds = (performance.now() - before) / 1000;
      assert.ok(seconds < 5, `ended after ${seconds.toFixed(1)} s`);
    });

    test(`${marks("stop")}SIGTERM lets a request that is arriving finish, and closes its connection`, async (t) => {
      const running = await program.start(t);
      const connection = await Connection.open(t, running.port);
      connection.send(`GET ${path} HTTP/1.1\r\nHost: test\r\n`);
      await delay(200);
      running.process.kill("SIGTERM");
      await running.logged((line) => line.msg === "stopping");
      connection.send("\r\n");
      await connection.closed;
      assert.match(connection.received, new RegExp(`^HTTP/1\\.1 ${String(status)} `));
      assert.match(connection.received, /^connection: close\r$/im);
      assert.deepEqual(await running.ended, { exitCode: 0, signal: null });
    });

    test(`${marks("stop")}ends sooner than ECS kills, though a request never arrives whole`, async (t) => {
      const running = await program.start(t, { STOP_TIMEOUT_SECONDS: "1" });
      const connection = await Connection.open(t, running.port);
      connection.send(`GET ${path} HTTP/1.1\r\n`);
      await delay(200);
      const before = performance.now();
      running.process.kill("SIGTERM");
      assert.deepEqual(await running.ended, { exitCode: 1, signal: null });
      const seconds = (performance.now() - before) / 1000;
      assert.ok(seconds > 0.9 && seconds < 4, `ended after ${seconds.toFixed(1)} s`);
    });
  });
}
