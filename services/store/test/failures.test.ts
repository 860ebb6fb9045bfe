import assert from "node:assert/strict";
import { devNull } from "node:os";
import { test } from "node:test";
import { foodStore } from "./support/stores";
import { refusingServer, silentServer } from "./support/dynamodb-stubs";
import { StoreClient, storeProgram } from "./support/store-client";

const unavailable = { message: "The items are not available at the moment. Try again." };

test("[http-api 31, 32] [2026-11 D1] without its table it answers 503, tells what DynamoDB said to the log alone, and stays up", async (t) => {
  const client = await StoreClient.start(t, { DynamoDBTable: "not-there" });
  for (const { status, json } of [await client.get("a"), await client.put("a", {})])
    assert.deepEqual([status, json], [503, unavailable]);
  assert.equal((await client.request("/health")).status, 200);
  const { reason } = await client.program.logged((line) => line.level === "warn");
  assert.equal((reason as { name: string }).name, "ResourceNotFoundException");
});

for (const [status, type] of [
  [400, "AccessDeniedException"],
  [400, "ProvisionedThroughputExceededException"],
  [400, "ThrottlingException"],
  [400, "ValidationException"],
  [500, "InternalServerError"],
] as const) {
  test(`[2026-11 D1] an anonymous client reads nothing of ${type}`, async (t) => {
    const message = "User: arn:aws:sts::123456789012:assumed-role/foods-task/1 may not";
    const refusing = await refusingServer(t, status, { __type: type, message });
    const client = await StoreClient.start(t, { AWS_ENDPOINT_URL: refusing.url });
    for (const answer of [await client.get("a"), await client.put("a", {})])
      assert.deepEqual([answer.status, answer.json], [503, unavailable]);
    const { reason } = await client.program.logged((line) => line.level === "warn");
    assert.deepEqual(reason, { name: type, message });
  });
}

test("[http-api 31, 32] without DynamoDB it answers 503 and a message, and stays up", async (t) => {
  const client = await StoreClient.start(t);
  await client.table.stop();
  const { status, json } = await client.get("a");
  assert.deepEqual([status, json], [503, unavailable]);
  assert.equal((await client.request("/health")).status, 200);
  await client.program.logged((line) => line.level === "warn" && line.msg === unavailable.message);
});

test("a DynamoDB that is silent gets three tries of 3 s each, of a consistent read, and the answer is 503", async (t) => {
  const silent = await silentServer(t);
  const client = await StoreClient.start(t, { AWS_ENDPOINT_URL: silent.url });
  const before = performance.now();
  const answer = await client.get("a");
  const seconds = (performance.now() - before) / 1000;
  assert.equal(answer.status, 503);
  const read = { TableName: "items-of-the-test", ConsistentRead: true };
  const wanted = {
    action: "GetItem",
    input: { ...read, Key: { [foodStore.STORE_ID_NAME]: { S: "a" } } },
  };
  assert.deepEqual(silent.requests, [wanted, wanted, wanted]);
  assert.ok(seconds < 25, `answered after ${seconds.toFixed(1)} s, when the gateway has given up`);
  await client.program.logged((line) => line.level === "warn");
});

test("without a region it does not start, and says why", async () => {
  const { exitCode, complaint } = await storeProgram.runToEnd({
    ...foodStore,
    DynamoDBTable: "items",
    PORT: "0",
    AWS_CONFIG_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  });
  assert.equal(complaint, "AWS_REGION must be set, to the region of the table.\n");
  assert.equal(exitCode, 1);
});
