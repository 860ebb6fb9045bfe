import { chargeFor, outdatedLists, priceOf, priceTable, priceTableFor } from "../../../aws/prices";

const table = priceTableFor("us-east-1");

test("says where each list of prices is from and when it was read", () => {
  for (const [name, { source, date }] of Object.entries(table.lists)) {
    expect([name, source]).toEqual([name, expect.stringMatching(/^https:\/\/aws\.amazon\.com\//)]);
    expect([name, new Date(date).toISOString().slice(0, 10)]).toEqual([name, date]);
  }
});

test("has steps that rise, the last one without an end", () => {
  for (const { prices } of Object.values(table.lists)) {
    for (const price of Object.values(prices)) {
      if (typeof price === "number") {
        expect(price).toBeGreaterThan(0);
        continue;
      }
      const ends = price.map(({ upTo }) => upTo ?? Infinity);
      expect(ends).toEqual([...ends].sort((one, other) => one - other));
      expect(ends.at(-1)).toBe(Infinity);
    }
  }
});

test("charges each step at its own price", () => {
  const steps = [{ upTo: 10, usd: 0 }, { upTo: 100, usd: 2 }, { usd: 1 }];
  expect(chargeFor(steps, 5)).toBe(0);
  expect(chargeFor(steps, 50)).toBe(80);
  expect(chargeFor(steps, 150)).toBe(230);
  expect(chargeFor(0.5, 4)).toBe(2);
});

test("prices a region without a table by us-east-1, and says that it has none", () => {
  expect(priceTable("eu-north-1")).toBeUndefined();
  expect(priceTableFor("eu-north-1").region).toBe("us-east-1");
});

test("knows no price of an instance type that the table lacks", () => {
  expect(priceOf(table, "ec2.t3.micro")).toBe(0.0104);
  expect(priceOf(table, "ec2.z9.huge")).toBeUndefined();
});

test("names lists that were read more than a year ago", () => {
  const lists = {
    old: { source: "", date: "2025-03-01", prices: {} },
    young: { source: "", date: "2025-03-03", prices: {} },
  };
  const read = { region: "us-east-1", lists };
  expect(outdatedLists(read, new Date("2026-03-02"))).toEqual(["old"]);
});
