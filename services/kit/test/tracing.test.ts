import assert from "node:assert/strict";
import { test } from "node:test";
import { Collector } from "../testing/collector";
import { type LogLine, type Program, ProgramStarter } from "../testing/program";

const saying = { NODE_OPTIONS: "--require ./kit/testing/say-opentelemetry.cjs" };
const talk = new ProgramStarter("talk", { RUN_AS: "talk", ...saying });

/** A program that calls another one. */
const calling = new ProgramStarter("kit", saying, "dist/kit/test/calling-program.cjs");

/** Nothing listens there. */
const NOWHERE = "http://127.0.0.1:1";

/** As the setting `tracing` of a service sets them, with every request recorded. */
const tracedBy = (endpoint: string) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
  OTEL_SERVICE_NAME: "shop-talk",
  OTEL_TRACES_EXPORTER: "otlp",
  OTEL_PROPAGATORS: "xray,tracecontext,baggage",
  OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
  OTEL_TRACES_SAMPLER_ARG: "1",
});

async function stop(program: Program) {
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  const said = program.output
    .map((line) => JSON.parse(line) as LogLine)
    .filter(({ msg }) => msg === "opentelemetry")
    .map(({ isThere }) => isThere);
  return {
    hadOpenTelemetry: said[0],
    complaints: program.output.filter((line) => line.includes("traces could not be sent")),
  };
}

test("sends a span of each request to the collector in its environment, and the last when it stops", async (t) => {
  const collector = await Collector.start(t);
  const program = await talk.start(t, tracedBy(collector.url));
  assert.equal((await fetch(`${program.url}/talk?key=secret`)).status, 200);
  assert.equal((await fetch(`${program.url}/nowhere`)).status, 404);
  assert.equal((await stop(program)).hadOpenTelemetry, true);

  assert.deepEqual([...new Set(collector.services)], ["shop-talk"]);
  const [found, missing, ...others] = collector.spans;
  assert.deepEqual(others, []);
  assert.equal(found?.name, "GET /talk");
  assert.equal(found.kind, 2);
  assert.deepEqual(found.attributes, {
    "http.request.method": "GET",
    "url.path": "/talk",
    "url.scheme": "http",
    "http.route": "/talk",
    "http.response.status_code": 200,
  });
  assert.equal(missing?.name, "GET");
  assert.equal(missing.attributes["url.path"], "/nowhere");
  assert.equal(missing.attributes["http.response.status_code"], 404);
  // The query of a path may contain keys and personal data.
  assert.doesNotMatch(JSON.stringify(collector.bodies), /secret/);
});

test("marks the span of a failed request", async (t) => {
  const collector = await Collector.start(t);
  const program = await calling.start(t, { ...tracedBy(collector.url), PEER_URL: NOWHERE });
  assert.equal((await fetch(`${program.url}/call`)).status, 502);
  await stop(program);
  assert.deepEqual(
    collector.spans.map(({ status }) => status.code),
    [2],
  );
});

test("continues the trace of API Gateway, and leaves out what that does not record", async (t) => {
  const collector = await Collector.start(t);
  const program = await talk.start(t, tracedBy(collector.url));
  const root = "Root=1-67891233-abcdef012345678912345678;Parent=1122334455667788";
  for (const sampled of [0, 1]) {
    const headers = { "x-amzn-trace-id": `${root};Sampled=${String(sampled)}` };
    assert.equal((await fetch(`${program.url}/talk`, { headers })).status, 200);
  }
  await stop(program);
  assert.deepEqual(
    collector.spans.map(({ traceId, parentSpanId }) => ({ traceId, parentSpanId })),
    [{ traceId: "67891233abcdef012345678912345678", parentSpanId: "1122334455667788" }],
  );
});

test("is the parent of the spans of a service that it calls", async (t) => {
  const collector = await Collector.start(t);
  const called = await talk.start(t, tracedBy(collector.url));
  const program = await calling.start(t, {
    ...tracedBy(collector.url),
    PEER_URL: `${called.url}/talk`,
  });
  assert.equal((await fetch(`${program.url}/call`)).status, 200);
  await stop(program);
  await stop(called);
  const caller = collector.spans.find(({ name }) => name === "GET /call");
  const callee = collector.spans.find(({ name }) => name === "GET /talk");
  assert.equal(callee?.traceId, caller?.traceId);
  assert.equal(callee?.parentSpanId, caller?.spanId);
});

test("records none of the requests that its sampler leaves out, and no health checks", async (t) => {
  const collector = await Collector.start(t);
  const none = { OTEL_TRACES_SAMPLER_ARG: "0" };
  const unsampled = await talk.start(t, { ...tracedBy(collector.url), ...none });
  assert.equal((await fetch(`${unsampled.url}/talk`)).status, 200);
  await stop(unsampled);
  const program = await talk.start(t, tracedBy(collector.url));
  assert.equal((await fetch(`${program.url}/health`)).status, 200);
  const headers = { "user-agent": "ELB-HealthChecker/2.0" };
  assert.equal((await fetch(`${program.url}/talk`, { headers })).status, 200);
  await stop(program);
  assert.deepEqual(collector.spans, []);
});

test("answers and stops while nobody listens at the collector's address, and complains once", async (t) => {
  const often = { OTEL_BSP_SCHEDULE_DELAY: "10", OTEL_BSP_EXPORT_TIMEOUT: "100" };
  const program = await talk.start(t, { ...tracedBy(NOWHERE), ...often });
  for (let sent = 0; sent < 20; sent += 1)
    assert.equal((await fetch(`${program.url}/talk`)).status, 200);
  await program.logged(({ msg }) => msg === "traces could not be sent");
  assert.equal((await fetch(`${program.url}/talk`)).status, 200);
  assert.equal((await stop(program)).complaints.length, 1);
});

test("answers and stops while the collector takes spans and never responds", async (t) => {
  const collector = await Collector.start(t, { isMute: true });
  const program = await talk.start(t, {
    ...tracedBy(collector.url),
    // If it waited for the collector, it would exceed STOP_TIMEOUT_SECONDS, and end with exit code 1.
    OTEL_EXPORTER_OTLP_TIMEOUT: "60000",
    OTEL_BSP_EXPORT_TIMEOUT: "60000",
    STOP_TIMEOUT_SECONDS: "5",
  });
  assert.equal((await fetch(`${program.url}/talk`)).status, 200);
  await stop(program);
  assert.equal(collector.spans.length, 1);
});

const off: Readonly<Record<string, (endpoint: string) => Readonly<Record<string, string>>>> = {
  "no collector": () => ({ OTEL_SERVICE_NAME: "shop-talk" }),
  "an empty address": () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: "" }),
  // Its own instrumentation creates the spans.
  "Application Signals": (url) => ({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/v1/traces` }),
  OTEL_SDK_DISABLED: (url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: "true" }),
  "another exporter": (url) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_TRACES_EXPORTER: "none",
  }),
};

for (const [title, variables] of Object.entries(off))
  test(`starts no OpenTelemetry and sends nothing with ${title}`, async (t) => {
    const collector = await Collector.start(t);
    const program = await talk.start(t, variables(collector.url));
    assert.equal((await fetch(`${program.url}/talk`)).status, 200);
    assert.equal((await stop(program)).hadOpenTelemetry, false);
    assert.deepEqual(collector.bodies, []);
  });
