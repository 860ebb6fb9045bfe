import { asCommand } from "../terminal/as-command";
import { runNode } from "../terminal/node-program";
import { type Progress, withProgress } from "../terminal/progress";
import { stylesFor } from "../terminal/style";
import { LINT } from "./command-line";

interface Check {
  readonly name: string;
  /** The program and its arguments. */
  readonly check: readonly string[];
  /** The same for a run that fixes what it can. @default - check */
  readonly fix?: readonly string[];
}

const CHECKS: readonly Check[] = [
  {
    name: "types",
    check: [
      "node_modules/typescript/bin/tsc",
      "--noEmit",
      "--incremental",
      "--tsBuildInfoFile",
      ".build/lint.tsbuildinfo",
    ],
  },
  {
    name: "rules",
    check: ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings", "0"],
    fix: ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings", "0", "--fix"],
  },
  {
    name: "format",
    check: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
    fix: ["node_modules/prettier/bin/prettier.cjs", "--write", "--log-level", "warn", "."],
  },
];

void asCommand(LINT, async ({ options }) => {
  return withProgress("Checking", async (progress) => {
    if (!options.fix)
      return exitCodeOf(await Promise.all(CHECKS.map(runAndTell("check", progress))));
    // In turn, because two of them write the same files.
    const results: boolean[] = [];
    for (const check of CHECKS) results.push(await runAndTell("fix", progress)(check));
    return exitCodeOf(results);
  });
});

/** Output comes in one piece for each check, since they run side by side. */
function runAndTell(mode: "check" | "fix", progress: Progress): (check: Check) => Promise<boolean> {
  return async ({ name, check, fix = check }) => {
    console.log(`${name} ...`);
    const { exitCode, output, seconds } = await runNode(mode === "fix" ? fix : check, {
      output: "gathered",
    });
    const { green, red } = stylesFor(process.stdout);
    const verdict = exitCode === 0 ? green("ok") : red("failed");
    const text = output.trim();
    progress.clear();
    console.log(`${text}${text && "\n"}${name}: ${verdict} (${seconds.toFixed(1)} s)`);
    return exitCode === 0;
  };
}

function exitCodeOf(results: readonly boolean[]): number {
  return results.every(Boolean) ? 0 : 1;
}
