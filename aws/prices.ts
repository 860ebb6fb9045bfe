import usEast1 from "./prices-us-east-1.json";

/**
 * What AWS publishes as its price, in USD and without tax: on demand, without the discounts of an account, and without its
 * free allowances except those that are a first step of 0 USD. A file `prices-<region>.json` holds the prices of a region in lists; each list has its source and the date
 * on which the prices were read. `npm run cost -- --refresh-prices <region>` updates them.
 */
export interface PriceTable {
  readonly region: string;
  readonly lists: Readonly<Record<string, PriceList>>;
}

export interface PriceList {
  /** AWS's page of these prices. */
  readonly source: string;
  /** Day on which the prices were read, as in 2026-08-19. */
  readonly date: string;
  readonly note?: string;
  readonly prices: Readonly<Record<string, Price>>;
}

/** USD per unit; or in steps, each for what goes beyond the step before. The last step has no upper end. */
export type Price = number | readonly PriceStep[];

export interface PriceStep {
  /** Units a month at which the step ends. */
  readonly upTo?: number;
  readonly usd: number;
}

type Lists = (typeof usEast1)["lists"];

/** The name of a price: its list and its name there, as in `natGateway.hour`. */
export type PriceName = {
  [List in keyof Lists]: `${List}.${Extract<keyof Lists[List]["prices"], string>}`;
}[keyof Lists];

/** Average hours of a month, as AWS's own calculator counts. @see https://calculator.aws/ */
export const HOURS_PER_MONTH = 730;

const tables: readonly PriceTable[] = [usEast1];

/** The prices of a region, or undefined for a region without a table. */
export function priceTable(region: string): PriceTable | undefined {
  return tables.find((table) => table.region === region);
}

/** The table that prices a region: its own, or that of us-east-1 for a region without one. */
export function priceTableFor(region: string): PriceTable {
  return priceTable(region) ?? usEast1;
}

/** A price, or undefined when the table lacks it. Names outside `PriceName` are those of instances. */
export function priceOf(table: PriceTable, name: PriceName | InstancePriceName): Price | undefined {
  const dot = name.indexOf(".");
  return table.lists[name.slice(0, dot)]?.prices[name.slice(dot + 1)];
}

/** Names of instance types and database classes are as many as AWS has: not all of them have a price in the table. */
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

/** Lists whose prices were read more than a year before a day. */
export function outdatedLists(table: PriceTable, today: Date): readonly string[] {
  const aYearBefore = new Date(today);
  aYearBefore.setUTCFullYear(aYearBefore.getUTCFullYear() - 1);
  return Object.entries(table.lists)
    .filter(([, { date }]) => new Date(date) < aYearBefore)
    .map(([name]) => name);
}
