import { rmSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";
import { missingTerraform } from "../rehearse/requirements";
import { blockOf } from "../synthesized/fields";
import { Synthesis, type SynthesizedStack } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { runNode } from "../terminal/node-program";
import { UserError } from "../terminal/user-error";
import { bootstrap, removeBucket } from "./bootstrap";
import { BOOTSTRAP } from "./command-line";

void asCommand(BOOTSTRAP, async ({ words: [environment], options: { yes, destroy } }) => {
  if (environment === undefined) {
    throw new UserError(
      "Name an environment, as in `npm run bootstrap -- dev`. For help: npm run bootstrap -- --help",
    );
  }
  if (!yes && !process.stdin.isTTY) {
    throw new UserError(
      "There is no terminal to approve Terraform's plan. Add `--yes` to apply it without asking.",
    );
  }
  const missing = missingTerraform();
  if (missing) {
    throw new UserError(`bootstrap needs Terraform: ${missing.reason}. ${missing.howToEnable}`);
  }
  const stack = await stateStackOf(environment);
  if (stack === undefined) return 0;
  await (destroy ? removeBucket : bootstrap)(stack, environment, {
    approved: yes,
    tell: (line) => {
      console.log(line);
    },
  });
  return 0;
});

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
