import { asCommand } from "../../terminal/as-command";
import { stylesFor } from "../../terminal/style";
import { UserError } from "../../terminal/user-error";
import { readPlan } from "../terraform/plan-file";
import { judge } from "./guard";
import type { Tag } from "./protection";
import { GUARD } from "./command-line";

/** A guard to put in front of `terraform apply`. */
void asCommand(GUARD, ({ words: files, options: given }) => {
  if (files.length === 0)
    throw new UserError(
      "Name a plan as JSON. Write one with: terraform show -json <plan file> > plan.json",
    );
  const options = {
    allowDestroy: given["allow-destroy"],
    allowTaskCount: given["allow-task-count"],
    protectedTags: given["protected-tag"].map(tagOf),
  };
  const { red, yellow } = stylesFor(process.stdout);
  const passed = files.map((file) => {
    const { refusals, notes } = judge(readPlan(file), options);
    for (const note of notes) console.log(`${yellow("note")}     ${file}: ${note}`);
    for (const refusal of refusals) console.log(`${red("refused")}  ${file}: ${refusal}`);
    if (refusals.length === 0) console.log(`${file}: nothing that is guarded is lost.`);
    return refusals.length === 0;
  });
  return passed.every(Boolean) ? 0 : 1;
});

function tagOf(text: string): Tag {
  const [key = "", ...value] = text.split("=");
  if (key === "" || value.length === 0)
    throw new UserError(
      `--protected-tag must be <key>=<value>, as in Environment=prod, got "${text}".`,
    );
  return { key, value: value.join("=") };
}
