import { resolve } from "node:path";
import { projectRoot } from "../project-root";
import { missingTerraform } from "../rehearse/requirements";
import { selectStacks } from "../synthesized/selection";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { DRIFT } from "./command-line";
import { driftIn } from "./drift";
import { refresh } from "./refresh";
import { adviceText, driftText, type StackDrift } from "./text";

const DRIFTED = 2;

void asCommand(DRIFT, async ({ words, options: { json } }) => {
  const folder = resolve(projectRoot(), process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const stacks = selectStacks(Synthesis.read(folder), words).flatMap(({ stacks }) => stacks);
  const missing = missingTerraform();
  if (missing)
    throw new UserError(`drift needs Terraform: ${missing.reason}. ${missing.howToEnable}`);

  const found: StackDrift[] = [];
  for (const [index, stack] of stacks.entries()) {
    const plan = await withProgress(
      `Reading ${stack.name} (${index + 1} of ${stacks.length})`,
      () => refresh(stack),
    );
    const drift = plan === undefined ? [] : driftIn(plan, stack.json);
    const read = { stack: stack.name, deployed: plan !== undefined, drift };
    found.push(read);
    if (!json) console.log(driftText(read));
  }
  if (json) console.log(JSON.stringify({ stacks: found }, null, 2));
  else console.log(adviceText(found));
  return found.some(({ drift }) => drift.length > 0) ? DRIFTED : 0;
});
