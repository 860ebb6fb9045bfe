import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readSettings } from "../src/settings";

const dockerfile = readFileSync("Dockerfile", "utf8");

test("the image starts node without a shell, which gets signals and NODE_OPTIONS itself", () => {
  assert.deepEqual(dockerfile.match(/^(CMD|ENTRYPOINT)\b.*/gm), ['CMD ["node", "/app/main.cjs"]']);
});

test("[http-api 33] the image's user is a number and not root", () => {
  assert.match(dockerfile, /^USER [1-9]\d*:[1-9]\d*$/m);
});

test("[http-api 33] the image exposes the port that the program listens on", () => {
  const { port } = readSettings({ DynamoDBTable: "items" });
  assert.deepEqual(dockerfile.match(/^EXPOSE .*/gm), [`EXPOSE ${String(port)}`]);
});
