import assert from "node:assert/strict";
import { devNull } from "node:os";
import { test } from "node:test";
import { store } from "../src/store";
import { runProgram } from "./support/program";
import { silentServer } from "./support/silent-server";
import { StoreClient } from "./support/store-client";

test("[http-api 31, 32] without its table it answers DynamoDB's status and message, and stays up", async (t) => {
  const client = await StoreClient.start(t, { DynamoDBTable: "not-there" });
  for (const answer of [await client.get("a"), await client.put("a", {})]) {
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.json, { message: "Requested resource not found" });
  }
  assert.equal((await client.request("/health")).status, 200);
  const { err } = await client.program.logged((line) => line.level === "error");
  assert.equal((err as { name: string }).name, "ResourceNotFoundException");
});

test("[http-api 31, 32] without DynamoDB it answers 500 and a message, and stays up", async (t) => {
  const client = await StoreClient.start(t);
  await client.table.stop();
  const answer = await client.get("a");
  assert.equal(answer.status, 500);
  assert.match((answer.json as { message: string }).message, /\w/);
  assert.equal((await client.request("/health")).status, 200);
  await client.program.logged((line) => line.level === "error" && line.msg === "request failed");
});

test("a DynamoDB that is silent gets three tries of 3 s each, of a consistent read, and the answer is 500", async (t) => {
  const silent = await silentServer(t);
  const client = await StoreClient.start(t, { AWS_ENDPOINT_URL: silent.url });
  const before = performance.now();
  const answer = await client.get("a");
  const seconds = (performance.now() - before) / 1000;
  assert.equal(answer.status, 500);
  const read = { TableName: "items-of-the-test", ConsistentRead: true };
  const wanted = { action: "GetItem", input: { ...read, Key: { [store.idName]: { S: "a" } } } };
  assert.deepEqual(silent.requests, [wanted, wanted, wanted]);
  assert.ok(seconds < 25, `answered after ${seconds.toFixed(1)} s, when the gateway has given up`);
  await client.program.logged((line) => line.level === "error");
});

test("without a region it does not start, and says why", async () => {
  const { exitCode, complaint } = await runProgram({
    DynamoDBTable: "items",
    PORT: "0",
    AWS_CONFIG_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  });
  assert.equal(complaint, "AWS_REGION must name the region of the table, and is not set.\n");
  assert.equal(exitCode, 1);
});
