import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { asCommand } from "../tools/terminal/as-command";
import { didYouMean } from "../tools/terminal/nearest";
import { UserError } from "../tools/terminal/user-error";
import { BENCH } from "./command-line";

/** Each folder here with a main.ts is a benchmark. */
void asCommand(BENCH, ({ words: names }) => {
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
    const { status } = spawnSync(process.execPath, program, { stdio: "inherit" });
    if (status !== 0) exitCode = 1;
  }
  return exitCode;
});
