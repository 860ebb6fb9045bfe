/**
 * A program that tests run and interrupt: it synthesizes two stacks of the given value.
 * `node tools/run.mjs __tests__/modules/synthesis/programs/two-stacks.ts <value> [what to suffer]`
 */
import fs from "node:fs";
import { Annotations } from "cdktf";
import { synthesize } from "../../../../modules/synthesis/synthesize";
import { SampleStack } from "../sample-stacks";

const [value = "one", fate = "none"] = process.argv.slice(2);

const signalOnPlacing = /^(SIG\w+)-while-placing$/.exec(fate)?.[1];
if (signalOnPlacing !== undefined) {
  // Files are put in place by renaming; the third renaming is that of the second stack, after the journal's.
  const rename = fs.renameSync;
  let count = 0;
  fs.renameSync = (from, to) => {
    count += 1;
    if (count === 3) process.kill(process.pid, signalOnPlacing);
    rename(from, to);
  };
}

synthesize((app) => {
  for (const id of ["web-dev", "web-prod"]) {
    const stack = new SampleStack(app, id, value);
    if (fate === "warning") Annotations.of(stack).addWarning("15 of 20 tasks fit");
    if (fate === "mistake") stack.node.addValidation({ validate: () => ["`size` is too big."] });
  }
  if (fate === "bug") throw new TypeError("a bug");
  if (fate === "wait") {
    console.log("waiting");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  }
  return undefined;
});
