import { selectStacks } from "../synthesized/selection";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { requireKnown } from "../terminal/nearest";
import { withProgress } from "../terminal/progress";
import { layOut } from "../terminal/table";
import { UserError } from "../terminal/user-error";
import { WAKE } from "./command-line";
import { actNow } from "./scaling-calls";
import { type Sleeper, type Sleepers, sleepersOf, type SizeRange } from "./sleepers";

const NOTHING: SizeRange = { min: 0, max: 0 };

async function sleepersIn(words: readonly string[]): Promise<readonly Sleepers[]> {
  const [environment] = words;
  if (environment === undefined) throw new UserError("Name an environment, as in: dev");
  const synthesis = Synthesis.read(process.env.CDKTF_OUTDIR ?? "cdktf.out");
  requireKnown("environment", [environment], synthesis.environments);
  const stacks = selectStacks(synthesis, words).flatMap((each) => each.stacks);
  const all = await Promise.all(stacks.map(sleepersOf));
  const found = all.filter(({ services, groups }) => services.length + groups.length > 0);
  if (found.length > 0) return found;
  throw new UserError(
    `Nothing of ${words.join(" ")} is asleep at night, or while nobody calls. Set asleep, or idle of a system, in environments/${environment}.ts, then synthesize and deploy.`,
  );
}

function range({ min, max }: SizeRange): string {
  return min === max ? `${min}` : `${min} to ${max}`;
}

void asCommand(WAKE, async ({ words, options: { sleep, yes } }) => {
  const found = await sleepersIn(words);
  const name = sleep ? "asleep" : "awake";
  for (const sleepers of found) {
    const { stack, services, groups } = sleepers;
    const noun = (sleeper: Sleeper) => (groups.includes(sleeper) ? "instances" : "tasks");
    if (yes) {
      await withProgress(`Waiting for AWS about ${stack}`, (progress) =>
        actNow(sleepers, name, (sleeper, to) => {
          progress.clear();
          console.log(`${stack}: ${sleeper.id} now has ${range(to)} ${noun(sleeper)}`);
        }),
      );
      continue;
    }
    const rows = [...services, ...groups].map((sleeper) => [
      `  ${sleeper.id}`,
      `${range(sleep ? NOTHING : sleeper.awake)} ${noun(sleeper)}`,
    ]);
    console.log([`${stack} would have`, ...layOut(rows)].join("\n"));
  }
  if (!yes) console.log("Nothing was changed. Add --yes to do it, with your AWS credentials.");
  else if (!sleep) {
    for (const { stack, idling } of found) {
      console.log(
        idling === undefined
          ? `${stack} is asleep again from its next evening on.`
          : `${stack} is idle again after somebody has called, and then nobody for ${idling.afterMinutes} minutes.`,
      );
    }
  }
  return 0;
});
