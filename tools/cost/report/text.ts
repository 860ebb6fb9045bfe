import { outdatedLists, type PriceTable } from "../../../aws/prices";
import type { Styles } from "../../terminal/style";
import { layOut } from "../../terminal/table";
import { ASSUMPTIONS, type AssumptionName, type Assumptions } from "../assumptions";
import { differences } from "../comparison";
import { costOfResources, type EnvironmentCost } from "../environment-cost";
import { type ByLevel, LEVELS } from "../levels";
import { LEFT_OUT, type StackCost } from "../stack-cost";

type Row = readonly [string, ...string[]];

/** The cost of each environment's stacks, as tables. */
export function costText(
  environments: readonly EnvironmentCost[],
  { details, styles }: { readonly details: boolean; readonly styles: Styles },
): string {
  const { bold, dim } = styles;
  const blocks = environments.map(({ environment, stacks, usd, lacksPrices }) => {
    const rows: Row[] = [[`${environment}, USD a month`, ...LEVELS]];
    const marks: ((line: string) => string)[] = [bold];
    const add = (row: Row, mark: (line: string) => string = (line) => line): void => {
      rows.push(row);
      marks.push(mark);
    };
    for (const stack of stacks) {
      add([stack.stack, ...amounts(stack.usd), ...andMore(stack)], bold);
      for (const { resource, usd: cost } of costOfResources(stack)) {
        if (LEVELS.every((level) => cost[level] < 0.005)) continue;
        add([`  ${resource}`, ...amounts(cost)]);
        if (details) for (const row of detailRows(stack, resource)) add(row, dim);
      }
    }
    add([`All of ${environment}`, ...amounts(usd), ...andMore({ lacksPrices })], bold);
    return layOut(rows, [1, 2, 3])
      .map((line, index) => (marks[index] ?? String)(line))
      .join("\n");
  });
  return blocks.join("\n\n");
}

/** The mark of a sum without all prices. */
function andMore({ lacksPrices }: { readonly lacksPrices: boolean }): readonly string[] {
  return lacksPrices ? ["and more"] : [];
}

function detailRows(stack: StackCost, resource: string): readonly Row[] {
  return stack.charges
    .filter((charge) => charge.resource === resource)
    .map(({ what, unit, quantity, usd }) => {
      const quantities = LEVELS.map((level) => quantity[level]);
      const same = quantities.every((each) => each === quantities[0]);
      const shown = (same ? quantities.slice(0, 1) : quantities).map(readable).join(" / ");
      return [`    ${what}: ${shown} ${unit}`, ...amounts(usd)];
    });
}

/** The cost differences from before. */
export function comparisonText(
  before: readonly EnvironmentCost[],
  after: readonly EnvironmentCost[],
  { bold }: Styles,
): string {
  const found = differences(before, after);
  if (found.length === 0) return "No difference.";
  const rows: Row[] = [["Difference, USD a month", ...LEVELS]];
  for (const { stack, resource, usd } of found) {
    rows.push([resource === undefined ? stack : `  ${resource}`, ...signed(usd)]);
  }
  return layOut(rows, [1, 2, 3])
    .map((line, index) => (found[index - 1]?.resource === undefined ? bold(line) : line))
    .join("\n");
}

/** The typical cost of each environment, before and after. */
export function totalsText(
  before: readonly EnvironmentCost[],
  after: readonly EnvironmentCost[],
): string {
  return after
    .map((each) => {
      const former = before.find(({ environment }) => environment === each.environment);
      return `${each.environment}: typical ${typical(former)} -> ${typical(each)} USD a month`;
    })
    .join("\n");
}

function typical(cost: EnvironmentCost | undefined): string {
  return `${(cost?.usd.typical ?? 0).toFixed(2)}${cost?.lacksPrices === true ? " (and more)" : ""}`;
}

/** The basis of the figures: prices, assumptions, and what is not counted. */
export function basisText(
  environments: readonly EnvironmentCost[],
  tables: readonly PriceTable[],
  today: Date,
): string {
  const stacks = environments.flatMap((environment) => environment.stacks);
  const foreign = new Map(
    stacks
      .filter(({ region, pricedAs }) => region !== pricedAs)
      .map(({ region, pricedAs }) => [region, pricedAs]),
  );
  const lines = ["Prices:"];
  for (const table of tables) {
    const dates = Object.values(table.lists)
      .map(({ date }) => date)
      .sort();
    lines.push(
      `- ${table.region}, On-Demand, read from ${dates[0]} to ${dates.at(-1)} (aws/prices-${table.region}.json)`,
    );
    const outdated = outdatedLists(table, today);
    if (outdated.length > 0) {
      lines.push(
        `- Warning: older than a year: ${outdated.join(", ")}. Read them again: npm run cost -- --refresh-prices ${table.region}`,
      );
    }
  }
  for (const [region, pricedAs] of foreign) {
    lines.push(
      `- ${region} has no price table. The report uses the prices of ${pricedAs}, which can differ`,
    );
  }
  lines.push("Not counted anywhere:", ...LEFT_OUT.map((each) => `- ${each}`));
  const remarks = stacks.flatMap(({ stack, remarks: all }) =>
    all.map(({ resource, remark }) => `- ${stack} ${resource}: ${remark}`),
  );
  if (remarks.length > 0) lines.push("About single resources:", ...remarks);
  return lines.join("\n");
}

/** Every assumption with its values. */
export function assumptionsText(assumptions: Assumptions): string {
  const names = Object.keys(ASSUMPTIONS) as AssumptionName[];
  const rows = names.map((name) => [
    name,
    ...LEVELS.map((level) => String(assumptions[name][level])),
    ASSUMPTIONS[name].unit,
  ]);
  return layOut([["assumption", ...LEVELS, ""], ...rows], [1, 2, 3]).join("\n");
}

function amounts(usd: ByLevel): readonly string[] {
  return LEVELS.map((level) => usd[level].toFixed(2));
}

function signed(usd: ByLevel): readonly string[] {
  return LEVELS.map((level) => `${usd[level] < 0 ? "-" : "+"}${Math.abs(usd[level]).toFixed(2)}`);
}

function readable(quantity: number): string {
  return String(Number(quantity.toPrecision(4)));
}
