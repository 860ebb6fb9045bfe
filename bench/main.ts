import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { asCommand } from "../tools/terminal/as-command";
import { didYouMean } from "../tools/terminal/nearest";
import { runNode } from "../tools/terminal/node-program";
import { withProgress } from "../tools/terminal/progress";
import { UserError } from "../tools/terminal/user-error";
import { BENCH } from "./command-line";

/** Each folder here with a main.ts is a benchmark. */
void asCommand(BENCH, async ({ words: names }) => {
  const all = readdirSync("bench").filter((name) => existsSync(join("bench", name, "main.ts")));
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      unknown.map((name) => `There is no bench \`${name}\`.${didYouMean(name, all)}`).join("\n"),
    );
  }
  let exitCode = 0;
  for (const name of all.filter((one) => names.length === 0 || names.includes(one))) {
    console.log(`\n${name}\n`);
    const program = [join("tools", "run.mjs"), join("bench", name, "main.ts")];
    const ended = await withProgress(`Measuring ${name}`, () =>
      runNode(program, { output: "gathered" }),
    );
    console.log(ended.output.trimEnd());
    if (ended.exitCode !== 0) exitCode = 1;
  }
  return exitCode;
});
