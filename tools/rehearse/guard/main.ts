import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { stylesFor } from "../../terminal/style";
import { UserError } from "../../terminal/user-error";
import type { PlanJson } from "../terraform/plan";
import { judge } from "./guard";
import type { Tag } from "./protection";

const USAGE = `usage: npm run guard -- <plan.json ...> [options]

  Reads plans as "terraform show -json <plan file>" prints them; "-" is the standard input. Ends with 1 when one of them
  destroys or replaces what holds data in a protected environment, or sets a task count that scaling owns.

  --allow-destroy <address or type>     this one may be destroyed or replaced (repeatable)
  --allow-task-count <address or type>  this service's task count may be set (repeatable)
  --protected-tag <key>=<value>         resources with this tag are in a protected environment (repeatable)`;

const several = { type: "string", multiple: true, default: [] as string[] } as const;

/** A guard to put in front of `terraform apply`. */
function main(words: string[]): boolean {
  const { values, positionals: files } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      "allow-destroy": several,
      "allow-task-count": several,
      "protected-tag": several,
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help || files.length === 0) {
    console.log(USAGE);
    return values.help === true;
  }
  const options = {
    allowDestroy: values["allow-destroy"],
    allowTaskCount: values["allow-task-count"],
    protectedTags: values["protected-tag"].map(tagOf),
  };
  const { red, yellow } = stylesFor(process.stdout);
  return files
    .map((file) => {
      const { refusals, notes } = judge(planIn(file), options);
      for (const note of notes) console.log(`${yellow("note")}     ${file}: ${note}`);
      for (const refusal of refusals) console.log(`${red("refused")}  ${file}: ${refusal}`);
      if (refusals.length === 0) console.log(`${file}: nothing that is guarded is lost.`);
      return refusals.length === 0;
    })
    .every(Boolean);
}

function planIn(file: string): PlanJson {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    const plan = JSON.parse(text) as PlanJson | null;
    if (plan?.format_version !== undefined) return plan;
  } catch {
    // Told below: most likely the plan file itself.
  }
  throw new UserError(
    `${file} is no plan as JSON. Write it with: terraform show -json <plan file> > plan.json`,
  );
}

function tagOf(text: string): Tag {
  const [key = "", ...value] = text.split("=");
  if (key === "" || value.length === 0)
    throw new UserError(
      `--protected-tag must be <key>=<value>, as in Environment=prod, got "${text}".`,
    );
  return { key, value: value.join("=") };
}

try {
  if (!main(process.argv.slice(2))) process.exitCode = 1;
} catch (error) {
  const isMistake =
    error instanceof UserError || (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE");
  if (!isMistake) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
