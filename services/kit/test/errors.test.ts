import assert from "node:assert/strict";
import { test } from "node:test";
import { ProgramStarter } from "../testing/program";

const slowProgram = new ProgramStarter("kit", {}, "dist/kit/test/slow-program.cjs");

test("[2026-11 D1] what a library says goes to the log, and the client reads a fixed text", async (t) => {
  const program = await slowProgram.start(t);
  const response = await fetch(`${program.url}/throw`);
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { message: "Something went wrong." });
  const { reason } = await program.logged((line) => line.level === "error");
  assert.match(JSON.stringify(reason), /arn:aws:iam/);
});
