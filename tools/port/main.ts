import { existsSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { runCommand } from "../process/run-command";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { runNode } from "../terminal/node-program";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { compareSyntheses } from "./compare-syntheses";
import { portProject } from "./port-project";
import { PORT } from "./command-line";

void asCommand(PORT, async ({ words: [target] }) => {
  if (target === undefined) throw new UserError("Name a new folder: npm run port -- <folder>");
  const folder = resolve(target);
  if (existsSync(folder)) throw new UserError(`${target} exists already. Name a new folder.`);
  const fromRoot = relative(projectRoot(), folder);
  if (fromRoot === "" || (!fromRoot.startsWith("..") && !isAbsolute(fromRoot))) {
    throw new UserError(`${target} is inside the project. Name a folder outside it.`);
  }
  console.log(`Copying to ${folder} and renaming the packages ...`);
  const files = portProject(projectRoot(), folder);
  console.log(`${files} files changed.`);
  // It tells its progress, and why it failed.
  const installed = await runNode([join("tools", "runner", "packages.mjs"), "--update", folder], {
    cwd: projectRoot(),
  });
  if (installed.exitCode !== 0) return installed.exitCode;
  console.log("Checking the types ...");
  await withProgress("Checking the types", () =>
    succeed("The type check", folder, process.execPath, [
      "node_modules/typescript/bin/tsc",
      "-p",
      ".",
    ]),
  );
  console.log("Synthesizing both ...");
  const environment = { CDKTF_OUTDIR: "cdktf.out" };
  const synth = [join("tools", "run.mjs"), "main.ts"];
  for (const each of [projectRoot(), folder]) {
    await withProgress("Synthesizing", () =>
      succeed("The synth", each, process.execPath, synth, environment),
    );
  }
  const { stacks, differences } = compareSyntheses(
    join(projectRoot(), "cdktf.out"),
    join(folder, "cdktf.out"),
  );
  for (const difference of differences) console.error(`  - ${difference}`);
  if (differences.length > 0) throw new UserError("The copy produces different Terraform JSON.");
  console.log(
    `All ${stacks} stacks are identical except for their metadata. Continue in ${folder}: run npm test, then commit.`,
  );
  return 0;
});

async function succeed(
  what: string,
  cwd: string,
  command: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, {
    cwd,
    env: { ...process.env, ...variables },
  });
  if (exitCode === 0) return;
  throw new UserError(`${what} failed in ${cwd}:\n${`${stdout}${stderr}`.trim()}`);
}
