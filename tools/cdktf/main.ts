import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { endBySignals, endWithThisProcess } from "../process/children";
import { terraformEnvironment } from "../process/terraform-environment";
import { projectRoot } from "../project-root";
import { missingTerraform } from "../rehearse/requirements";
import { Synthesis, type SynthesizedStack } from "../synthesized/synthesis";
import { runNode } from "../terminal/node-program";
import { helpOf } from "../terminal/command-help";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { CDKTF } from "./command-line";
import { checkVariables, readDeployment } from "./deployment";
import { requireTerraformInit } from "./outside";
import { showWithoutSpinner, withoutColors } from "./plain-output";
import { withoutCdktf } from "./without-cdktf";

const PROGRAM = ["node_modules", "cdktf-cli", "bundle", "bin", "cdktf"];

/** Those of cdktf-cli 0.21.0, with their aliases. It answers an unknown one with 30 lines of help. */
const COMMANDS = [
  ...[
    "init",
    "get",
    "convert",
    "deploy",
    "apply",
    "destroy",
    "diff",
    "plan",
    "list",
    "login",
    "synth",
  ],
  ...["synthesize", "watch", "output", "outputs", "debug", "provider", "completion"],
];

/** Commands that run Terraform on named stacks. */
const WORK = new Set(["deploy", "apply", "destroy", "diff", "plan"]);
/** Commands that ask for approval. */
const ASKS = new Set(["deploy", "apply", "destroy"]);

/**
 * `npm run cdktf -- <command> ...`: the cdktf command, after checks for problems that it reports late or unclearly.
 * Values of variables go to all stacks in the environment, where Terraform passes over those that a stack does not declare.
 */
async function main(words: readonly string[]): Promise<void> {
  const [command = "--help", ...more] = words;
  if (["--help", "-h"].includes(command)) console.log(`${helpOf(CDKTF)}\n\nThe cdktf command:\n`);
  if (command.startsWith("-")) return runCdktf([command, ...more], {});
  requireKnown("command", [command], COMMANDS);

  const { variables, rest, approved } = readDeployment(more);
  const canRun = terminalPackageProblem();
  const stacks = WORK.has(command)
    ? await look(command, variables, more, approved, canRun)
    : ([] as const);
  if (canRun !== undefined) throw new UserError(withoutCdktf(canRun, [], variables));
  const missing = missingTerraform();
  if (missing)
    throw new UserError(`cdktf needs Terraform: ${missing.reason}. ${missing.howToEnable}`);
  if (stacks[0] !== undefined) await requireTerraformInit(stacks[0]);

  const values = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
  return runCdktf([command, ...rest], Object.fromEntries(values) as NodeJS.ProcessEnv);
}

/**
 * @returns the stacks that the command is about
 * @throws UserError when the command cannot run as requested
 */
async function look(
  command: string,
  variables: Readonly<Record<string, string>>,
  words: readonly string[],
  approved: boolean,
  canRun: string | undefined,
): Promise<readonly SynthesizedStack[]> {
  const isAttended = process.stdin.isTTY && process.stdout.isTTY;
  const synthesis = await synthesized();
  const stacks = synthesis.named(words);
  if (canRun !== undefined) throw new UserError(withoutCdktf(canRun, stacks, variables));
  const problems = checkVariables(stacks, variables, words, isAttended);
  if (!isAttended && !approved && ASKS.has(command)) {
    problems.push(
      "There is no terminal to approve the plan. Add `--auto-approve` to apply it without asking.",
    );
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return stacks;
}

async function synthesized(): Promise<Synthesis> {
  const { exitCode } = await runNode([join("tools", "run.mjs"), "main.ts"], {
    cwd: projectRoot(),
    // The cdktf command synthesizes, too, and shows the warnings.
    env: { ...process.env, CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true" },
    output: "errors-shown",
  });
  // The synth has said what is wrong.
  if (exitCode !== 0) process.exit(exitCode);
  return Synthesis.read(join(projectRoot(), process.env.CDKTF_OUTDIR ?? "cdktf.out"));
}

/** Why the package that gives Terraform a terminal cannot be loaded: it has binaries for the usual platforms only. */
function terminalPackageProblem(): string | undefined {
  try {
    createRequire(join(projectRoot(), "package.json"))("@cdktf/node-pty-prebuilt-multiarch");
    return undefined;
  } catch (error) {
    return (error as Error).message.split("\n")[0];
  }
}

function runCdktf(words: readonly string[], variables: NodeJS.ProcessEnv): Promise<void> {
  const program = join(projectRoot(), ...PROGRAM);
  // Deprecation warnings of Node.js about the cdktf command do not help users.
  const quiet = ["--disable-warning=ExperimentalWarning", "--disable-warning=DeprecationWarning"];
  const { isTTY } = process.stdout;
  const child = spawn(process.execPath, [...quiet, program, ...words], {
    // On a terminal, it asks for approval.
    stdio: isTTY ? "inherit" : ["inherit", "pipe", "pipe"],
    env: { ...withoutColors(), ...terraformEnvironment(), ...variables },
  });
  if (!isTTY) {
    showWithoutSpinner(child.stdout, process.stdout);
    showWithoutSpinner(child.stderr, process.stderr);
  }
  endWithThisProcess(child);
  // Signals reach the command as well: it ends when Terraform has.
  endBySignals(() => undefined);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}

void main(process.argv.slice(2));
