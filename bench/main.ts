import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { closest } from "fastest-levenshtein";

/** Runs the benches that are named, or all: `npm run bench -- synth`. A bench is a folder here with a main.ts. */
function bench(names: readonly string[]): void {
  const all = readdirSync("bench").filter((name) => existsSync(join("bench", name, "main.ts")));
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    for (const name of unknown) {
      console.error(`There is no bench \`${name}\`. Did you mean \`${closest(name, all)}\`?`);
    }
    process.exitCode = 1;
    return;
  }
  for (const name of all.filter((one) => names.length === 0 || names.includes(one))) {
    console.log(`\n${name}\n`);
    const program = [join("tools", "run.mjs"), join("bench", name, "main.ts")];
    const { status } = spawnSync(process.execPath, program, { stdio: "inherit" });
    if (status !== 0) process.exitCode = 1;
  }
}

bench(process.argv.slice(2));
