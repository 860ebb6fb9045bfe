import { join } from "node:path";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";

/** The page that http-api serves, and a fresh synth, which is all that the systems are run from. */
export default async function prepare(): Promise<void> {
  const root = projectRoot();
  await succeed("The page's build failed", root, [
    join("tools", "run.mjs"),
    join("tools", "page", "main.ts"),
  ]);
  await succeed("The synth failed", root, [join("tools", "run.mjs"), "main.ts"]);
}

async function succeed(failure: string, cwd: string, program: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, program, { cwd });
  if (exitCode !== 0) throw new Error(`${failure}:\n${stdout}${stderr}`);
}
