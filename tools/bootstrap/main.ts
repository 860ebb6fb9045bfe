import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../project-root";
import { missingTerraform } from "../rehearse/requirements";
import { blockOf } from "../synthesized/fields";
import { Synthesis, type SynthesizedStack } from "../synthesized/synthesis";
import { runNode } from "../terminal/node-program";
import { UserError } from "../terminal/user-error";
import { bootstrap, removeBucket } from "./bootstrap";

const USAGE = `usage: npm run bootstrap -- <environment> [--yes] [--destroy]

Makes the bucket in which an environment keeps its states, and moves the bucket's own state in there. What is there already
is joined, so that it may be run again at any time, by everybody on a team.

  --yes      carry out Terraform's plan without asking; needed where there is no terminal
  --destroy  take the state out of the bucket again and destroy that; the states of all other stacks go with it`;

async function main(words: readonly string[]): Promise<void> {
  const options = readCommandLine(words);
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const [environment, ...more] = options.names;
  if (environment === undefined || more.length > 0) throw new UserError(USAGE);
  if (!options.yes && !process.stdin.isTTY) {
    throw new UserError(
      "There is no terminal to approve Terraform's plan at. Add `--yes` to carry it out without asking.",
    );
  }
  const missing = missingTerraform();
  if (missing)
    throw new UserError(`bootstrap needs Terraform: ${missing.reason}. ${missing.howToEnable}`);

  const stack = await stateStackOf(environment);
  if (stack === undefined) return;
  const run = options.destroy ? removeBucket : bootstrap;
  await run(stack, environment, {
    approved: options.yes,
    tell: (line) => {
      console.log(line);
    },
  });
}

function readCommandLine(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        yes: { type: "boolean", default: false },
        // What the option is called in the command of cdktf and Terraform.
        "auto-approve": { type: "boolean", default: false },
        destroy: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const yes = values.yes || values["auto-approve"];
    return { yes, destroy: values.destroy, help: values.help, names: positionals };
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

/** The stack of an environment's state as the settings have it now; nothing, after a word on it, where there is none. */
async function stateStackOf(environment: string): Promise<SynthesizedStack | undefined> {
  const outdir = join(projectRoot(), ".build", "bootstrap", "synthesized");
  rmSync(outdir, { recursive: true, force: true });
  const { exitCode } = await runNode([join("tools", "run.mjs"), "main.ts", environment], {
    cwd: projectRoot(),
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    output: "errors-shown",
  });
  // The synth has said what is wrong.
  if (exitCode !== 0) process.exit(exitCode);
  const synthesis = Synthesis.read(outdir);
  const stack = synthesis.stateStackOf(environment);
  if (stack) return stack;
  const [other] = synthesis.systemStacks(environment);
  if (other === undefined) throw new UserError(`There is no environment \`${environment}\`.`);
  const { organization } = blockOf(blockOf(other.json.json, "terraform"), "cloud");
  console.log(
    `${environment} keeps its states in the organization ${String(organization)} of HCP Terraform, which needs no bucket.\n` +
      "Nothing to do here: run `terraform login`, then deploy.",
  );
  return undefined;
}

void main(process.argv.slice(2));
