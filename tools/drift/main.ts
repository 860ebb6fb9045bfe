import { resolve } from "node:path";
import { projectRoot } from "../project-root";
import { missingTerraform } from "../rehearse/requirements";
import { selectStacks } from "../synthesized/selection";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { StatusLine } from "../terminal/status-line";
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

  const line = new StatusLine(json ? process.stderr : process.stdout);
  const found: StackDrift[] = [];
  try {
    for (const [index, stack] of stacks.entries()) {
      line.show(`Reading ${stack.name} (${index + 1} of ${stacks.length}) ...`);
      const plan = await refresh(stack);
      const drift = plan === undefined ? [] : driftIn(plan, stack.json);
      const read = { stack: stack.name, deployed: plan !== undefined, drift };
      found.push(read);
      if (!json) line.print(driftText(read));
    }
  } finally {
    line.show("");
  }
  if (json) console.log(JSON.stringify({ stacks: found }, null, 2));
  else console.log(adviceText(found));
  return found.some(({ drift }) => drift.length > 0) ? DRIFTED : 0;
});
