import type { Owner } from "@services/kit/testing/program";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { text } from "node:stream/consumers";

interface Entry {
  readonly ReceiptHandle: string;
}

/** An in-memory queue with the features that the worker uses. A receipt handle is the message ID. */
export interface FakeSqs {
  readonly environment: Readonly<Record<string, string>>;
  readonly send: (...bodies: readonly string[]) => void;
  readonly deleted: readonly string[];
  readonly givenBack: readonly string[];
  /** Bodies of the calls of an action so far. */
  readonly calls: (action: string) => readonly Readonly<Record<string, unknown>>[];
  /** Makes each further call of the action fail, or delays it. */
  readonly behave: (action: string, how: "fail" | number) => void;
}

export async function startFakeSqs(owner: Owner): Promise<FakeSqs> {
  const waiting: { id: string; body: string }[] = [];
  const deleted: string[] = [];
  const givenBack: string[] = [];
  const calls: { action: string; body: Record<string, unknown> }[] = [];
  const behaviour = new Map<string, "fail" | number>();
  let sent = 0;

  const answer = async (action: string, body: Record<string, unknown>): Promise<unknown> => {
    const entries = (body["Entries"] ?? []) as readonly Entry[];
    const handles = entries.map(({ ReceiptHandle }) => ReceiptHandle);
    switch (action) {
      case "ReceiveMessage": {
        if (waiting.length === 0) await delay(Number(body["WaitTimeSeconds"]) * 1000);
        const messages = waiting.splice(0, Number(body["MaxNumberOfMessages"]));
        return {
          Messages: messages.map(({ id, body: Body }) => ({
            MessageId: id,
            ReceiptHandle: id,
            Body,
            // The SDK checks it.
            MD5OfBody: createHash("md5").update(Body).digest("hex"),
          })),
        };
      }
      case "DeleteMessageBatch":
        deleted.push(...handles);
        return { Successful: handles.map((_, index) => ({ Id: String(index) })), Failed: [] };
      case "ChangeMessageVisibilityBatch":
        givenBack.push(...handles);
        return { Successful: handles.map((_, index) => ({ Id: String(index) })), Failed: [] };
      default:
        throw new Error(action);
    }
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const action = String(request.headers["x-amz-target"]).replace("AmazonSQS.", "");
    const body = JSON.parse(await text(request)) as Record<string, unknown>;
    calls.push({ action, body });
    const how = behaviour.get(action);
    if (typeof how === "number") await delay(how);
    response.setHeader("content-type", "application/x-amz-json-1.0");
    if (how === "fail") {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: "com.amazonaws.sqs#AccessDenied", message: "no" }));
      return;
    }
    response.end(JSON.stringify(await answer(action, body)));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  owner.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    environment: {
      QUEUE_URL: `${url}/000000000000/jobs`,
      AWS_ENDPOINT_URL: url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      WAIT_SECONDS: "1",
    },
    send: (...bodies) => {
      for (const body of bodies) waiting.push({ id: `message-${String((sent += 1))}`, body });
    },
    deleted,
    givenBack,
    calls: (action) => calls.filter((call) => call.action === action).map(({ body }) => body),
    behave: (action, how) => behaviour.set(action, how),
  };
}

export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, `waited in vain until ${String(isSo)}`);
    await delay(20);
  }
}

/** A stub of the ECS agent. */
export interface FakeAgent {
  readonly uri: string;
  readonly asked: readonly unknown[];
  answer: unknown;
}

export async function startFakeAgent(owner: Owner): Promise<FakeAgent> {
  const asked: unknown[] = [];
  const agent = { uri: "", asked, answer: { protection: { ProtectionEnabled: true } } as unknown };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isKnown = request.method === "PUT" && request.url === "/task-protection/v1/state";
    if (isKnown) asked.push(JSON.parse(await text(request)));
    response.statusCode = isKnown ? 200 : 404;
    response.end(JSON.stringify(agent.answer));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  owner.after(() => {
    server.closeAllConnections();
    server.close();
  });
  agent.uri = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return agent;
}
