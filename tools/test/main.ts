import { closest } from "fastest-levenshtein";
import { stylesFor } from "../terminal/style";
import { runTier, type TierOutcome } from "./run-tier";
import { summary } from "./summary";
import { overview, type Tier } from "./tier";
import { TIERS } from "./tiers";

/** Runs the tiers that are named, or all, in their order, and ends with the counts: `npm test -- unit terraform`. */
async function test(names: readonly string[]): Promise<void> {
  const all = TIERS.map(({ name }) => name);
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    for (const name of unknown) {
      console.error(`There is no tier \`${name}\`. Did you mean \`${closest(name, all)}\`?`);
    }
    console.error(`Tiers: ${all.join(", ")}.`);
    process.exitCode = 1;
    return;
  }
  const tiers = TIERS.filter(({ name }) => names.length === 0 || names.includes(name));
  console.log(overview(tiers).join("\n"));
  const outcomes: TierOutcome[] = [];
  for (const tier of tiers) {
    announce(tier);
    outcomes.push(await runTier(tier));
  }
  console.log(summary(outcomes));
  if (outcomes.some(({ failed }) => failed.length > 0)) process.exitCode = 1;
}

function announce({ name, about }: Tier): void {
  console.log(`\n${stylesFor(process.stdout).bold(`${name}: ${about}`)}\n`);
}

void test(process.argv.slice(2));
