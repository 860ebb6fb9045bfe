import { Collector } from "@services/kit/testing/collector";
import { ProgramStarter } from "@services/kit/testing/program";
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { startFakeAgent, startFakeSqs, until } from "./support/fake-sqs";

const worker = new ProgramStarter("worker");
const job = (id: string, milliseconds = 0) => JSON.stringify({ id, milliseconds });

test("works on a message, says so in its log, and deletes it", async (t) => {
  const sqs = await startFakeSqs(t);
  sqs.send(job("a"));
  const program = await worker.start(t, sqs.environment);
  const line = await program.logged(({ msg }) => msg === "message processed");
  assert.deepEqual([line["messageId"], line["job"]], ["message-1", "a"]);
  await until(() => sqs.deleted.length === 1);
  assert.deepEqual(sqs.deleted, ["message-1"]);
  const [first] = sqs.calls("ReceiveMessage");
  assert.equal(first?.["MaxNumberOfMessages"], 10);
});

test("sends a span of each message to the collector in its environment", async (t) => {
  const collector = await Collector.start(t);
  const sqs = await startFakeSqs(t);
  sqs.send(job("a"), "{");
  const program = await worker.start(t, {
    ...sqs.environment,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  await until(() => sqs.deleted.length === 1);
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  const found = collector.spans.map(({ name, kind, status, attributes }) => ({
    name,
    kind,
    isFailure: status.code === 2,
    messageId: attributes["messaging.message.id"],
  }));
  const span = { name: "process message", kind: 5 };
  assert.deepEqual(
    found.sort((one, other) => Number(one.isFailure) - Number(other.isFailure)),
    [
      { ...span, isFailure: false, messageId: "message-1" },
      { ...span, isFailure: true, messageId: "message-2" },
    ],
  );
});

test("works on as many at a time as it is told, and takes no more", async (t) => {
  const sqs = await startFakeSqs(t);
  sqs.send(job("a", 400), job("b", 400), job("c", 400));
  const started = performance.now();
  await worker.start(t, { ...sqs.environment, CONCURRENCY: "3" });
  await until(() => sqs.deleted.length === 3);
  assert.ok(performance.now() - started < 5000);
  assert.equal(sqs.calls("ReceiveMessage")[0]?.["MaxNumberOfMessages"], 3);
  assert.equal(sqs.calls("DeleteMessageBatch").length, 1);
});

for (const [what, body] of [
  ["is no JSON", "{"],
  ["has no id", "{}"],
  ["is null", "null"],
  ["takes a negative time", '{"id":"a","milliseconds":-1}'],
  ["outlasts its time-out", job("slow", 60_000)],
] as const) {
  test(`does not delete a message that ${what}, but those taken with it`, async (t) => {
    const sqs = await startFakeSqs(t);
    sqs.send(body, job("good"));
    const program = await worker.start(t, { ...sqs.environment, MESSAGE_TIMEOUT_SECONDS: "1" });
    const line = await program.logged(({ msg }) => msg === "message failed");
    assert.equal(line["messageId"], "message-1");
    await until(() => sqs.deleted.length > 0);
    assert.deepEqual(sqs.deleted, ["message-2"]);
  });
}

test("[worker 25] finishes its messages on SIGTERM, deletes them, and takes no more", async (t) => {
  const sqs = await startFakeSqs(t);
  sqs.send(job("a", 1000), job("b", 1500));
  const program = await worker.start(t, sqs.environment);
  await until(() => sqs.calls("ReceiveMessage").length === 1);
  await delay(300);
  program.process.kill("SIGTERM");
  await program.logged(({ msg }) => msg === "stopping");
  sqs.send(job("c"));
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  assert.deepEqual(sqs.deleted, ["message-1", "message-2"]);
  assert.equal(sqs.calls("ReceiveMessage").length, 1);
});

test("[worker 25] gives up a call that waits for messages on SIGTERM", async (t) => {
  const sqs = await startFakeSqs(t);
  const program = await worker.start(t, { ...sqs.environment, WAIT_SECONDS: "20" });
  await until(() => sqs.calls("ReceiveMessage").length === 1);
  const before = performance.now();
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  assert.ok(performance.now() - before < 3000);
});

test("goes on when the queue is not available for a while", async (t) => {
  const sqs = await startFakeSqs(t);
  sqs.behave("ReceiveMessage", "fail");
  const program = await worker.start(t, sqs.environment);
  const line = await program.logged(({ msg }) => msg === "the queue is not available");
  assert.equal(line.level, "warn");
  sqs.behave("ReceiveMessage", 0);
  sqs.send(job("a"));
  await until(() => sqs.deleted.length === 1);
});

test("[worker 26] is protected from scale-in while it works, and no longer", async (t) => {
  const sqs = await startFakeSqs(t);
  const agent = await startFakeAgent(t);
  sqs.send(job("a"), job("b"));
  await worker.start(t, {
    ...sqs.environment,
    ECS_AGENT_URI: agent.uri,
    CONCURRENCY: "1",
    MESSAGE_TIMEOUT_SECONDS: "30",
  });
  await until(() => agent.asked.length === 2);
  assert.deepEqual(agent.asked, [
    { ProtectionEnabled: true, ExpiresInMinutes: 3 },
    { ProtectionEnabled: false },
  ]);
  assert.deepEqual(sqs.deleted, ["message-1", "message-2"]);
});

test("[worker 26] lets go of its protection when it is told to stop", async (t) => {
  const sqs = await startFakeSqs(t);
  const agent = await startFakeAgent(t);
  sqs.send(job("a", 800));
  const program = await worker.start(t, { ...sqs.environment, ECS_AGENT_URI: agent.uri });
  await until(() => agent.asked.length === 1);
  program.process.kill("SIGTERM");
  assert.deepEqual(await program.ended, { exitCode: 0, signal: null });
  assert.deepEqual(agent.asked.at(-1), { ProtectionEnabled: false });
  assert.deepEqual(sqs.deleted, ["message-1"]);
});

test("works without protection when ECS refuses it, and says why", async (t) => {
  const sqs = await startFakeSqs(t);
  const agent = await startFakeAgent(t);
  agent.answer = { failure: { Reason: "DEPLOYMENT_BLOCKED", Detail: "a deployment waits" } };
  sqs.send(job("a"));
  const program = await worker.start(t, { ...sqs.environment, ECS_AGENT_URI: agent.uri });
  const line = await program.logged(
    ({ msg }) => msg === "working without protection from scale-in",
  );
  assert.equal((line["reason"] as { message: string }).message, "a deployment waits");
  await until(() => sqs.deleted.length === 1);
});

test("asks nobody for protection when it is told not to", async (t) => {
  const sqs = await startFakeSqs(t);
  const agent = await startFakeAgent(t);
  sqs.send(job("a"));
  const off = { ECS_AGENT_URI: agent.uri, SCALE_IN_PROTECTION: "false" };
  await worker.start(t, { ...sqs.environment, ...off });
  await until(() => sqs.deleted.length === 1);
  assert.deepEqual(agent.asked, []);
});

test("names every wrong setting at once", async () => {
  const { exitCode, complaint } = await worker.runToEnd({ CONCURRENCY: "11" });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    "QUEUE_URL must be set, to the URL of an SQS queue.",
    'CONCURRENCY must be a whole number from 1 to 10, got "11".',
  ]);
  assert.equal(exitCode, 1);
});

test("says that it has no region", async () => {
  const { exitCode, complaint } = await worker.runToEnd({ QUEUE_URL: "http://127.0.0.1:9/0/jobs" });
  assert.equal(complaint, "AWS_REGION must be set, to the region of the queue.\n");
  assert.equal(exitCode, 1);
});
