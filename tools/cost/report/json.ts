import { outdatedLists, type PriceTable } from "../../../aws/prices";
import type { Assumptions } from "../assumptions";
import { differences } from "../comparison";
import { costOfResources, type EnvironmentCost } from "../environment-cost";
import { type ByLevel, byLevel } from "../levels";
import { LEFT_OUT } from "../stack-cost";

export interface CostReport {
  readonly currency: "USD";
  readonly per: "month of 730 hours";
  readonly prices: readonly unknown[];
  readonly assumptions: Assumptions;
  readonly environments: readonly unknown[];
  readonly leftOut: readonly string[];
  /** Only with `--compare`. */
  readonly difference?: readonly unknown[];
}

/** The content of the text report, for scripts. Sums are rounded to cents. */
export function costReport(options: {
  readonly environments: readonly EnvironmentCost[];
  readonly before?: readonly EnvironmentCost[];
  readonly assumptions: Assumptions;
  readonly tables: readonly PriceTable[];
  readonly today: Date;
}): CostReport {
  const { environments, before, assumptions, tables, today } = options;
  return {
    currency: "USD",
    per: "month of 730 hours",
    prices: tables.map((table) => ({
      region: table.region,
      olderThanAYear: outdatedLists(table, today),
      lists: Object.fromEntries(
        Object.entries(table.lists).map(([name, { source, date }]) => [name, { source, date }]),
      ),
    })),
    assumptions,
    environments: environments.map(({ environment, stacks, usd, lacksPrices }) => ({
      environment,
      usd: cents(usd),
      lacksPrices,
      stacks: stacks.map((stack) => ({
        stack: stack.stack,
        region: stack.region,
        pricedAs: stack.pricedAs,
        usd: cents(stack.usd),
        lacksPrices: stack.lacksPrices,
        resources: costOfResources(stack).map((each) => ({
          resource: each.resource,
          usd: cents(each.usd),
          charges: stack.charges
            .filter(({ resource }) => resource === each.resource)
            .map(({ what, unit, quantity, usd: cost }) => ({
              what,
              unit,
              quantity,
              usd: cents(cost),
            })),
        })),
        remarks: stack.remarks,
      })),
    })),
    leftOut: LEFT_OUT,
    ...(before === undefined
      ? {}
      : {
          difference: differences(before, environments).map((each) => ({
            stack: each.stack,
            ...(each.resource === undefined ? {} : { resource: each.resource }),
            before: cents(each.before),
            after: cents(each.after),
            usd: cents(each.usd),
          })),
        }),
  };
}

function cents(usd: ByLevel): ByLevel {
  return byLevel((level) => Math.round(usd[level] * 100) / 100);
}
