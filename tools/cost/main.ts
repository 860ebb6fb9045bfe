import { resolve } from "node:path";
import { priceTableFor } from "../../aws/prices";
import { projectRoot } from "../project-root";
import { Synthesis } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import type { CommandLine } from "../terminal/command-line";
import { stylesFor } from "../terminal/style";
import { assume } from "./assumptions";
import { COST } from "./command-line";
import { costOfEnvironments, type EnvironmentCost } from "./environment-cost";
import { costReport } from "./report/json";
import { assumptionsText, basisText, comparisonText, costText, totalsText } from "./report/text";
import { synthesisOf } from "./revision";

/** Prints the monthly cost of the synthesized stacks. Uses the network only to refresh prices. */
async function cost({
  words,
  options,
}: CommandLine<typeof COST.options>): Promise<number | undefined> {
  const root = projectRoot();
  const region = options["refresh-prices"];
  if (region !== undefined) {
    const { refreshPrices } = await import("./refresh/refresh-prices");
    await refreshPrices(root, region, console.log);
    return 0;
  }
  const assumptions = assume(options.assume);
  if (options.assumptions) {
    console.log(assumptionsText(assumptions));
    return 0;
  }
  const folder = resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const environments = costOfEnvironments(Synthesis.read(folder), words, assumptions);
  let before: readonly EnvironmentCost[] | undefined;
  if (options.compare !== undefined) {
    const other = Synthesis.read(await synthesisOf(root, options.compare, console.error));
    const names = knownNames(other, words);
    // New resources had no cost before.
    const isNew = words.length > 0 && names.length === 0;
    before = isNew ? [] : costOfEnvironments(other, names, assumptions);
  }
  const stacks = environments.flatMap((environment) => environment.stacks);
  const tables = [...new Set(stacks.map(({ region }) => priceTableFor(region)))];
  const today = new Date();
  if (options.json) {
    const report = costReport({
      environments,
      ...(before === undefined ? {} : { before }),
      assumptions,
      tables,
      today,
    });
    console.log(JSON.stringify(report, null, 2));
    return 0;
  }
  const styles = stylesFor(process.stdout);
  const { details } = options;
  const texts =
    before === undefined
      ? [costText(environments, { details, styles }), basisText(environments, tables, today)]
      : [comparisonText(before, environments, styles), totalsText(before, environments)];
  console.log(
    `${texts.join("\n\n")}\n\nTraffic and sizes are assumed: npm run cost -- --assumptions`,
  );
  return 0;
}

/** The names that also exist in the other synthesis. */
function knownNames(synthesis: Synthesis, names: readonly string[]): readonly string[] {
  const { environments, systems, stacks } = synthesis;
  const known = new Set([...environments, ...systems, ...stacks.map(({ name }) => name)]);
  return names.filter((name) => known.has(name));
}

void asCommand(COST, cost);
