import { resolve } from "node:path";
import { previewedBy } from "../preview/previewed-systems";
import { projectRoot } from "../project-root";
import { missingTerraform } from "../rehearse/requirements";
import { selectStacks } from "../synthesized/selection";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { DRIFT } from "./command-line";
import { readStack, type StackDrift, type Unread } from "./read-stack";
import { adviceText, driftText, errorsOf, errorText } from "./text";

const DRIFTED = 2;
/** Not even drift is more urgent: nobody knows what the stack holds. */
const UNREAD = 1;

void asCommand(DRIFT, async ({ words, options: { json } }) => {
  const folder = resolve(projectRoot(), process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const synthesis = Synthesis.read(folder);
  const stacks = selectStacks(synthesis, words).flatMap(({ stacks }) => stacks);
  const missing = missingTerraform();
  if (missing)
    throw new UserError(`drift needs Terraform: ${missing.reason}. ${missing.howToEnable}`);

  const found: StackDrift[] = [];
  const unread: Unread[] = [];
  for (const [index, stack] of stacks.entries()) {
    const readings = await withProgress(
      `Reading ${stack.name} (${index + 1} of ${stacks.length})`,
      () => readStack(stack, previewedBy(synthesis, stack)),
    );
    for (const reading of readings) {
      if ("problem" in reading) {
        unread.push(reading);
        continue;
      }
      found.push(reading);
      if (!json) console.log(driftText(reading));
    }
  }
  const errors = errorsOf(unread);
  if (json) console.log(JSON.stringify({ stacks: found, errors }, null, 2));
  else console.log(adviceText(found));
  for (const error of errors) console.error(errorText(error));
  if (errors.length > 0) return UNREAD;
  return found.some(({ drift }) => drift.length > 0) ? DRIFTED : 0;
});
