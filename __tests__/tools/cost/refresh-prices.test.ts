import { createServer, type Server } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PricingClient } from "@aws-sdk/client-pricing";
import type { PriceTable } from "../../../aws/prices";
import { refreshPrices } from "../../../tools/cost/refresh/refresh-prices";

interface Request {
  readonly ServiceCode: string;
  readonly Filters: readonly { readonly Field: string; readonly Value: string }[];
  readonly NextToken?: string;
}

let root: string;
let server: Server;
let client: PricingClient;
let asked: Request[];
/** What the Price List answers, by service and page. */
let answers: Record<string, readonly unknown[]>;

const former: PriceTable = {
  region: "us-east-1",
  lists: {
    ec2: {
      source: "https://aws.amazon.com/ec2",
      date: "2020-01-01",
      prices: { "t3.micro": 1, "t3.small": 2 },
    },
    kms: { source: "https://aws.amazon.com/kms", date: "2020-01-01", prices: { keyMonth: 9 } },
    natGateway: {
      source: "https://aws.amazon.com/vpc",
      date: "2020-01-01",
      prices: { hour: 7, gb: 8 },
    },
  },
};

function product(attributes: object, ...ranges: readonly [string, string, string][]): string {
  const priceDimensions = Object.fromEntries(
    ranges.map(([beginRange, endRange, USD], index) => [
      index,
      { beginRange, endRange, pricePerUnit: { USD } },
    ]),
  );
  return JSON.stringify({
    product: { attributes },
    terms: { OnDemand: { x: { priceDimensions } } },
  });
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "prices-"));
  mkdirSync(join(root, "aws"));
  writeFileSync(join(root, "aws", "prices-us-east-1.json"), JSON.stringify(former));
  asked = [];
  answers = {};
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const wanted = JSON.parse(body) as Request;
      asked.push(wanted);
      const page = Number(wanted.NextToken ?? 0);
      const pages = answers[wanted.ServiceCode] ?? [];
      const next = page + 1 < pages.length ? { NextToken: String(page + 1) } : {};
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ PriceList: pages[page] ?? [], ...next }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = new PricingClient({
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});

afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

const written = (region: string): PriceTable =>
  JSON.parse(readFileSync(join(root, "aws", `prices-${region}.json`), "utf8")) as PriceTable;

test("reads all pages, and keeps price and date of what AWS does not answer", async () => {
  answers = {
    AmazonEC2: [
      [
        product({ instanceType: "t3.small", usagetype: "BoxUsage:t3.small" }, [
          "0",
          "Inf",
          "0.0208",
        ]),
      ],
      [
        product({ instanceType: "t3.micro", usagetype: "BoxUsage:t3.micro" }, [
          "0",
          "Inf",
          "0.0104",
        ]),
        product({ instanceType: "x9.unknown" }, ["0", "Inf", "5"]),
        product({ usagetype: "NatGateway-Hours" }, ["0", "Inf", "0.045"]),
      ],
    ],
    awskms: [[product({ usagetype: "us-east-1-KMS-Keys" }, ["0", "Inf", "1.0000000000"])]],
  };
  const said: string[] = [];
  await refreshPrices(root, "us-east-1", (text) => said.push(text), client);
  const today = new Date().toISOString().slice(0, 10);
  expect(written("us-east-1").lists).toMatchObject({
    ec2: { date: today, prices: { "t3.micro": 0.0104, "t3.small": 0.0208 } },
    kms: { date: today, prices: { keyMonth: 1 } },
    natGateway: { date: "2020-01-01", prices: { hour: 0.045, gb: 8 } },
  });
  expect(written("us-east-1").lists.ec2?.prices).not.toHaveProperty("x9.unknown");
  expect(said.join("\n")).toContain("not in AWS's answer: gb");
  expect(
    asked.every(({ Filters }) =>
      Filters.some(({ Field, Value }) => Field === "regionCode" && Value === "us-east-1"),
    ),
  ).toBe(true);
});

test("writes a table of a further region without prices of the first", async () => {
  answers = { AmazonEC2: [[product({ instanceType: "t3.micro" }, ["0", "Inf", "0.0114"])]] };
  await refreshPrices(root, "eu-west-1", () => undefined, client);
  expect(written("eu-west-1").region).toBe("eu-west-1");
  expect(written("eu-west-1").lists.ec2?.prices).toEqual({ "t3.micro": 0.0114 });
  expect(written("eu-west-1").lists.kms).toBeUndefined();
});

test("writes nothing for a region that AWS does not have", async () => {
  await expect(refreshPrices(root, "eu-nowhere-1", () => undefined, client)).rejects.toThrow(
    'AWS has no instance prices for "eu-nowhere-1"',
  );
  expect(() => written("eu-nowhere-1")).toThrow("ENOENT");
});

test("says what it needs when AWS cannot be asked", async () => {
  server.close();
  server.closeAllConnections();
  const unreachable = new PricingClient({
    region: "us-east-1",
    endpoint: "http://127.0.0.1:9",
    maxAttempts: 1,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await expect(refreshPrices(root, "us-east-1", () => undefined, unreachable)).rejects.toThrow(
    "credentials that allow pricing:GetProducts",
  );
  expect(written("us-east-1")).toEqual(former);
});
