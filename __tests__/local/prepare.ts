import { join } from "node:path";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/rehearse/project-root";

/** A fresh synth, which is all that the systems are run from. */
export default async function prepare(): Promise<void> {
  const program = [join("tools", "run.mjs"), "main.ts"];
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, program, {
    cwd: projectRoot(),
  });
  if (exitCode !== 0) throw new Error(`The synth failed:\n${stdout}${stderr}`);
}
