import { join } from "node:path";
import { runCommand } from "../../tools/process/run-command";
import { pythonEnvironment } from "../../tools/process/python-environment";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";
import { missingTools } from "../../tools/rehearse/requirements";
import { Synthesis } from "../../tools/synthesized/synthesis";
import { type LeftOutOfStack, rememberLeftOut } from "./left-out";

/** What all test files need, made once: the emulator's Python, a fresh synth, and what cannot be rehearsed here. */
export default async function prepare(): Promise<void> {
  const missing = missingTools().map(({ reason, howToEnable }) => `${reason}. ${howToEnable}`);
  if (missing.length > 0) throw new Error(missing.join("\n"));
  await pythonEnvironment();
  await synthesize();
  const workplace = Workplace.create();
  await workplace.installAwsProvider();
  rememberLeftOut(await leftOutOfAllStacks(workplace));
  workplace.remove();
}

async function synthesize(): Promise<void> {
  const program = [join("tools", "run.mjs"), "main.ts"];
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, program, {
    cwd: projectRoot(),
  });
  if (exitCode !== 0) throw new Error(`The synth failed:\n${stdout}${stderr}`);
}

async function leftOutOfAllStacks(workplace: Workplace): Promise<readonly LeftOutOfStack[]> {
  const { stacks } = Synthesis.read(join(projectRoot(), "cdktf.out"));
  const found = stacks.map(async (stack) => {
    const { leftOut, onlyPlanned } = await workplace.available(stack);
    return [...leftOut, ...onlyPlanned].map((each) => ({ stack: stack.name, ...each }));
  });
  return (await Promise.all(found)).flat();
}
