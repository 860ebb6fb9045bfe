import { ProgramStarter } from "@services/kit/testing/program";
import assert from "node:assert/strict";
import { test } from "node:test";

test("has to be told which service it is, and names every wrong setting at once", async () => {
  const { exitCode, complaint } = await new ProgramStarter("talk").runToEnd({ HOSTNAME: "" });
  assert.deepEqual(complaint.trimEnd().split("\n"), [
    "RUN_AS must be set, to talk, speaker, or another lower-case word.",
    'HOSTNAME must be one character or more, got "".',
  ]);
  assert.equal(exitCode, 1);
});

test("refuses a name that can't be one step of a path", async () => {
  const { complaint } = await new ProgramStarter("talk").runToEnd({ RUN_AS: "a/b" });
  assert.match(complaint, /^RUN_AS must be talk, speaker, .*, got "a\/b"\.\n$/);
});
