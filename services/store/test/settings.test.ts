import assert from "node:assert/strict";
import { test } from "node:test";
import { readStoreSettings } from "../src/settings";
import { storeProgram } from "./support/store-client";
import { foodStore } from "./support/stores";

test("takes its settings from the environment", () => {
  const environment = { ...foodStore, DynamoDBTable: "ecsapi-demo-Foods_1.2" };
  const { STORE_PATH, STORE_ID_NAME, DynamoDBTable } = readStoreSettings(environment);
  assert.deepEqual({ STORE_PATH, STORE_ID_NAME, DynamoDBTable }, environment);
});

test("names every wrong setting at once, and exits with 1", async () => {
  const { exitCode, complaint } = await storeProgram.runToEnd({
    STORE_PATH: "/foods/",
    STORE_ID_NAME: "food-id",
    PORT: "http",
  });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    'STORE_PATH must be a path without a trailing slash, as in /foodstore/foods, got "/foods/".',
    'STORE_ID_NAME must be letters and digits that start with a letter, as in foodId, got "food-id".',
    "DynamoDBTable must be set, to the name of a table: 3 to 255 letters, digits, dots, hyphens and underscores.",
    'PORT must be a whole number from 0 to 65535, got "http".',
  ]);
  assert.equal(exitCode, 1);
});

test("refuses a name that no table can have", () => {
  assert.throws(
    () => readStoreSettings({ ...foodStore, DynamoDBTable: "a b" }),
    /DynamoDBTable must be .*, got "a b"/,
  );
});
