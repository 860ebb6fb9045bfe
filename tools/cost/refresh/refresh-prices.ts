import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetProductsCommand, PricingClient } from "@aws-sdk/client-pricing";
import { instanceType } from "../../../aws/compute/instance-types";
import type { Price, PriceList, PriceStep, PriceTable } from "../../../aws/prices";
import { withProgress } from "../../terminal/progress";
import { UserError } from "../../terminal/user-error";
import { PRICE_QUERIES, type PriceQuery } from "./price-queries";

/** The Price List API only has endpoints in three regions, which serve the prices of all regions. */
const ENDPOINT_REGION = "us-east-1";

interface Product {
  readonly product: { readonly attributes: Readonly<Record<string, string>> };
  readonly terms: {
    readonly OnDemand?: Readonly<
      Record<string, { readonly priceDimensions: Readonly<Record<string, Dimension>> }>
    >;
  };
}

interface Dimension {
  readonly beginRange?: string;
  readonly endRange?: string;
  readonly pricePerUnit: Readonly<Record<string, string>>;
}

/**
 * Reads the prices of a region from AWS and writes its table. A price missing in AWS's response keeps its value and
 * date, so that the warning about outdated prices still lists it.
 *
 * @throws UserError if AWS cannot be reached, or does not have the region
 */
export async function refreshPrices(
  root: string,
  region: string,
  say: (text: string) => void,
  client = new PricingClient({ region: ENDPOINT_REGION }),
): Promise<void> {
  const file = join(root, "aws", `prices-${region}.json`);
  const template = existsSync(file) ? file : join(root, "aws", "prices-us-east-1.json");
  const former = JSON.parse(readFileSync(template, "utf8")) as PriceTable;
  const isNew = former.region !== region;
  const date = new Date().toISOString().slice(0, 10);
  const lists: Record<string, PriceList> = isNew ? globalLists(former) : { ...former.lists };
  for (const query of PRICE_QUERIES) {
    const old = former.lists[query.list];
    if (old === undefined) continue;
    say(`Reading ${query.list} ...`);
    const found = await withProgress(`Waiting for the prices of ${query.list}`, () =>
      pricesOf(client, query, region),
    );
    if (query.list === "ec2" && Object.keys(found).length === 0) {
      throw new UserError(
        `AWS has no instance prices for "${region}": it must be an AWS region, such as us-east-2.`,
      );
    }
    const missing = Object.keys(old.prices).filter((name) => !(name in found));
    if (missing.length > 0) say(`  not in AWS's answer: ${missing.join(", ")}`);
    if (Object.keys(found).length === 0) continue;
    lists[query.list] = isNew
      ? { ...old, date, prices: sorted(found) }
      : // A list has one date: the date of its oldest price.
        {
          ...old,
          date: missing.length === 0 ? date : old.date,
          prices: { ...old.prices, ...found },
        };
  }
  const table: PriceTable = { region, lists };
  writeFileSync(
    `${file}.new`,
    `${JSON.stringify(table, null, 2)}
`,
  );
  renameSync(`${file}.new`, file);
  say(`Wrote aws/prices-${region}.json. Add it to the tables of aws/prices.ts if it is new there.`);
}

/** Prices that are the same in all regions. */
function globalLists({ lists }: PriceTable): Record<string, PriceList> {
  const names = ["cloudfront", "waf", "route53"];
  return Object.fromEntries(Object.entries(lists).filter(([name]) => names.includes(name)));
}

async function pricesOf(
  client: PricingClient,
  query: PriceQuery,
  region: string,
): Promise<Readonly<Record<string, Price>>> {
  const prices: Record<string, Price> = {};
  let token: string | undefined;
  do {
    const answer = await ask(client, query, region, token);
    for (const entry of answer.PriceList ?? []) {
      const { product, terms } = JSON.parse(String(entry)) as Product;
      const name = query.name(product.attributes);
      const price = priceIn(terms, query.units ?? 1);
      const isWanted = query.list !== "ec2" || instanceType(name ?? "") !== undefined;
      if (name !== undefined && price !== undefined && isWanted) prices[name] = price;
    }
    token = answer.NextToken;
  } while (token !== undefined);
  return prices;
}

async function ask(
  client: PricingClient,
  query: PriceQuery,
  region: string,
  token: string | undefined,
) {
  const filters = Object.entries({ ...query.filters, regionCode: region });
  try {
    return await client.send(
      new GetProductsCommand({
        ServiceCode: query.serviceCode,
        Filters: filters.map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value })),
        FormatVersion: "aws_v1",
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
  } catch (error) {
    const { name, message, code } = error as Error & { readonly code?: string };
    const isOffline = /^(ENOTFOUND|EAI_AGAIN|E(CONN|NET|HOST)\w+|E?TIMEDOUT)$/.test(code ?? "");
    const fix = isOffline
      ? "Check the network and its proxy settings"
      : "Sign in with credentials that allow pricing:GetProducts (`aws sso login`, or set AWS_PROFILE)";
    throw new UserError(
      `AWS's Price List cannot be read: ${message || name}. ${fix}, then run the command again.`,
    );
  }
}

/** An On-Demand price, with tiers if AWS has several ranges. Undefined if it is free or not in USD. */
function priceIn(terms: Product["terms"], units: number): Price | undefined {
  const [term] = Object.values(terms.OnDemand ?? {});
  const steps = Object.values(term?.priceDimensions ?? {})
    .map(({ beginRange = "0", endRange = "Inf", pricePerUnit }) => ({
      begin: Number(beginRange),
      upTo: endRange === "Inf" ? undefined : Number(endRange) / units,
      usd: Number((Number(pricePerUnit.USD) * units).toPrecision(10)),
    }))
    .sort((one, other) => one.begin - other.begin);
  if (steps.length === 0 || steps.some(({ usd }) => Number.isNaN(usd))) return undefined;
  if (steps.every(({ usd }) => usd === 0)) return undefined;
  if (steps.length === 1) return steps[0]?.usd;
  return steps.map(({ upTo, usd }): PriceStep => (upTo === undefined ? { usd } : { upTo, usd }));
}

function sorted(prices: Readonly<Record<string, Price>>): Readonly<Record<string, Price>> {
  return Object.fromEntries(
    Object.entries(prices).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
