import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../testing/free-port";
import { ProgramStarter, type LogLine, type Program } from "../testing/program";

const httpApi = new ProgramStarter("http-api");

/** The log lines about requests, after everything written before this call has arrived. */
async function requestLines(program: Program): Promise<readonly LogLine[]> {
  program.process.kill("SIGTERM");
  await program.ended;
  return program.output.map((line) => JSON.parse(line) as LogLine).filter((line) => "path" in line);
}

test("writes one line of JSON for each request", async (t) => {
  const program = await httpApi.start(t);
  await fetch(`${program.url}/api`);
  await fetch(`${program.url}/nothing`, { method: "POST", body: "x" });
  await fetch(`${program.url}/%zz`);
  const lines = await requestLines(program);
  assert.deepEqual(
    lines.map(({ level, method, path, statusCode }) => ({ level, method, path, statusCode })),
    [
      { level: "info", method: "GET", path: "/api", statusCode: 200 },
      { level: "info", method: "POST", path: "/nothing", statusCode: 404 },
      { level: "info", method: "GET", path: "/%zz", statusCode: 404 },
    ],
  );
  for (const { time, durationMs } of lines) {
    assert.equal(new Date(time).toISOString(), time);
    assert.equal(typeof durationMs, "number");
  }
});

test("every line is JSON, from the first to the last", async (t) => {
  const program = await httpApi.start(t, { LOG_LEVEL: "trace" });
  await fetch(program.url);
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  assert.ok(program.output.length >= 4);
  for (const line of program.output) assert.doesNotThrow(() => JSON.parse(line), line);
  // The log line may come after the response.
  assert.match(program.output.slice(-2).join("\n"), /"msg":"stopped"/);
});

test("leaves out health checks", async (t) => {
  const program = await httpApi.start(t);
  await fetch(`${program.url}/health`);
  await fetch(`${program.url}/health?from=somewhere`);
  await fetch(program.url, { headers: { "user-agent": "ELB-HealthChecker/2.0" } });
  assert.deepEqual(await requestLines(program), []);
});

test("keeps a health check that fails", async (t) => {
  const program = await httpApi.start(t);
  await fetch(`${program.url}/wrong-path`, { headers: { "user-agent": "ELB-HealthChecker/2.0" } });
  const lines = await requestLines(program);
  assert.deepEqual(
    lines.map(({ path, statusCode }) => ({ path, statusCode })),
    [{ path: "/wrong-path", statusCode: 404 }],
  );
});

test("keeps queries and headers out of the log", async (t) => {
  const program = await httpApi.start(t, { LOG_LEVEL: "trace" });
  const headers = { authorization: "Bearer secret-token", cookie: "session=secret-cookie" };
  await fetch(`${program.url}/api?key=secret-query`, { headers });
  await fetch(`${program.url}/nothing?key=secret-query`, { headers });
  const lines = await requestLines(program);
  assert.equal(lines.length, 2);
  assert.doesNotMatch(program.output.join("\n"), /secret/);
});

test("names the balancer's trace, so that a line can be found again in its access log", async (t) => {
  const program = await httpApi.start(t);
  const traceId = "Root=1-67891233-abcdef012345678912345678";
  await fetch(`${program.url}/api`, { headers: { "x-amzn-trace-id": traceId } });
  const [line] = await requestLines(program);
  assert.equal(line?.traceId, traceId);
});

test("LOG_LEVEL=warn leaves out the lines of requests", async (t) => {
  const port = await freePort();
  const program = httpApi.spawn(t, { LOG_LEVEL: "warn", PORT: String(port) });
  await answerFrom(`http://127.0.0.1:${String(port)}/api`);
  assert.deepEqual(await requestLines(program), []);
  assert.deepEqual(program.output, []);
});

/** Polls until the program is listening, which it does not log at this level. */
async function answerFrom(url: string): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url);
    } catch {
      await delay(50);
    }
  }
}
