import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readSettings } from "../src/settings";
import { environmentWithoutDatabase } from "./support/environment";

const dockerfile = readFileSync("Dockerfile", "utf8");

test("the image starts node without a shell, which gets signals and NODE_OPTIONS itself", () => {
  assert.deepEqual(dockerfile.match(/^(CMD|ENTRYPOINT)\b.*/gm), ['CMD ["node", "/app/main.cjs"]']);
});

test("the image's user is a number and not root", () => {
  assert.match(dockerfile, /^USER [1-9]\d*:[1-9]\d*$/m);
});

test("the image exposes the port that the program listens on", () => {
  const { port } = readSettings(environmentWithoutDatabase);
  assert.deepEqual(dockerfile.match(/^EXPOSE .*/gm), [`EXPOSE ${String(port)}`]);
});

test("the program brings Amazon's certificates along, for the image has one file", () => {
  assert.match(readFileSync("dist/main.cjs", "utf8"), /-----BEGIN CERTIFICATE-----/);
});
