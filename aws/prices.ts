import usEast1 from "./prices-us-east-1.json";

/**
 * AWS's published On-Demand prices in USD without tax, without account discounts, and without free tiers except those
 * that are a first step of 0 USD. A file `prices-<region>.json` contains the prices of a region in lists. Each list has
 * its source and the date on which the prices were read. `npm run cost -- --refresh-prices <region>` updates them.
 */
export interface PriceTable {
  readonly region: string;
  readonly lists: Readonly<Record<string, PriceList>>;
}

export interface PriceList {
  /** AWS's page of these prices. */
  readonly source: string;
  /** Date on which the prices were read, such as 2026-08-19. */
  readonly date: string;
  readonly note?: string;
  readonly prices: Readonly<Record<string, Price>>;
}

/** USD per unit, or tiers, each for the units above the previous tier. The last tier has no upper bound. */
export type Price = number | readonly PriceStep[];

export interface PriceStep {
  /** Units per month at which the tier ends. */
  readonly upTo?: number;
  readonly usd: number;
}

type Lists = (typeof usEast1)["lists"];

/** The name of a price: its list and its name there, such as `natGateway.hour`. */
export type PriceName = {
  [List in keyof Lists]: `${List}.${Extract<keyof Lists[List]["prices"], string>}`;
}[keyof Lists];

/** Average hours per month, as in AWS's own calculator. @see https://calculator.aws/ */
export const HOURS_PER_MONTH = 730;

const tables: readonly PriceTable[] = [usEast1];

/** The prices of a region, or undefined for a region without a table. */
export function priceTable(region: string): PriceTable | undefined {
  return tables.find((table) => table.region === region);
}

/** The table for a region: its own, or the one of us-east-1 if it has none. */
export function priceTableFor(region: string): PriceTable {
  return priceTable(region) ?? usEast1;
}

/** A price, or undefined if the table lacks it. Names outside `PriceName` are instance prices. */
export function priceOf(table: PriceTable, name: PriceName | InstancePriceName): Price | undefined {
  const dot = name.indexOf(".");
  return table.lists[name.slice(0, dot)]?.prices[name.slice(dot + 1)];
}

/** There are as many of these as instance types and database classes. Not all have a price in the table. */
export type InstancePriceName = `ec2.${string}` | `rdsMysql.${string}`;

/** USD for a number of units per month. */
export function chargeFor(price: Price, quantity: number): number {
  if (typeof price === "number") return price * quantity;
  let charged = 0;
  let begin = 0;
  for (const { upTo = Infinity, usd } of price) {
    charged += Math.max(0, Math.min(quantity, upTo) - begin) * usd;
    begin = upTo;
  }
  return charged;
}

/** Lists whose prices are more than a year old on a given day. */
export function outdatedLists(table: PriceTable, today: Date): readonly string[] {
  const aYearBefore = new Date(today);
  aYearBefore.setUTCFullYear(aYearBefore.getUTCFullYear() - 1);
  return Object.entries(table.lists)
    .filter(([, { date }]) => new Date(date) < aYearBefore)
    .map(([name]) => name);
}
