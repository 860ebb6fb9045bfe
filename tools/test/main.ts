import { asCommand } from "../terminal/as-command";
import { requireKnown } from "../terminal/nearest";
import { stylesFor } from "../terminal/style";
import { affectedBy, changedFiles } from "./changed";
import { summary } from "./summary";
import { overview, runTiers, type Tier } from "./tier";
import { TIERS } from "./tiers";
import { TEST } from "./command-line";

const names = TIERS.map(({ name }) => name);

void asCommand(TEST, async ({ words, options }) => {
  requireKnown("tier", words, names);
  const named = TIERS.filter(({ name }) => words.length === 0 || words.includes(name));
  const { tiers, files } = options.changed
    ? await affectedBy(changedFiles("."), named, process.cwd())
    : { tiers: named, files: new Map<string, readonly string[]>() };
  for (const tier of named.filter((each) => !tiers.includes(each)))
    console.log(`${tier.name}: not run, no change can affect it`);
  console.log(overview(tiers).join("\n"));
  const outcomes = await runTiers(tiers, files, announce);
  console.log(summary(outcomes));
  return outcomes.some(({ failed }) => failed.length > 0) ? 1 : 0;
});

function announce({ name, about }: Tier, isBeside: boolean): void {
  const note = isBeside ? " (in parallel; its output appears when it ends)" : "";
  console.log(`\n${stylesFor(process.stdout).bold(`${name}: ${about}`)}${note}\n`);
}
