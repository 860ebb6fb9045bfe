import { assume } from "../../../tools/cost/assumptions";
import { differences } from "../../../tools/cost/comparison";
import { costOfEnvironments, costOfResources } from "../../../tools/cost/environment-cost";
import { costReport } from "../../../tools/cost/report/json";
import { basisText, comparisonText, costText, totalsText } from "../../../tools/cost/report/text";
import { priceTableFor } from "../../../aws/prices";
import type { Block } from "../../../tools/synthesized/fields";
import { StackJson } from "../../../tools/synthesized/stack-json";
import { Synthesis } from "../../../tools/synthesized/synthesis";
import { stylesFor } from "../../../tools/terminal/style";

const styles = stylesFor({ isTTY: false });
const today = new Date("2026-03-01");

/** A synthesis with two environments of a system web with so many addresses and a key. */
function synthesis(addresses: number): Synthesis {
  const eips = Object.fromEntries(
    Array.from({ length: addresses }, (_, index) => [`e${index}`, {}]),
  );
  const stack = (name: string, resource: Block) => ({
    name,
    folder: name,
    file: name,
    warnings: [],
    dependencies: [],
    json: new StackJson({ provider: { aws: [{ region: "us-east-2" }] }, resource }),
  });
  return new Synthesis([
    stack("state-dev", {}),
    stack("web-dev", { aws_kms_key: { key: {} }, aws_eip: eips }),
    stack("state-prod", {}),
    stack("web-prod", { aws_kms_key: { key: {} } }),
  ]);
}

/** Of two systems, one has an instance of a type whose price nobody knows. */
const withGpus = new Synthesis(
  (
    [
      ["state-dev", {}],
      ["api-dev", { aws_kms_key: { key: {} } }],
      [
        "web-dev",
        {
          aws_kms_key: { key: {} },
          aws_autoscaling_group: {
            nodes: {
              min_size: 0,
              max_size: 0,
              launch_template: { id: "${aws_launch_template.node.id}" },
            },
          },
          aws_launch_template: { node: { instance_type: "g6.xlarge" } },
        },
      ],
    ] as [string, Block][]
  ).map(([name, resource]) => ({
    name,
    folder: name,
    file: name,
    warnings: [],
    dependencies: [],
    json: new StackJson({ provider: { aws: [{ region: "us-east-1" }] }, resource }),
  })),
);

const costs = (addresses: number, ...names: string[]) =>
  costOfEnvironments(synthesis(addresses), names, assume());

test("sums resources to stacks and stacks to environments", () => {
  const [dev, prod] = costs(2);
  expect(dev?.usd).toEqual({ minimum: 8.3, typical: 8.3, maximum: 8.3 });
  expect(prod?.usd.typical).toBe(1);
  expect(dev?.stacks.map(({ stack }) => stack)).toEqual(["state-dev", "web-dev"]);
  const [, web] = dev?.stacks ?? [];
  expect(web && costOfResources(web).map(({ resource }) => resource)).toEqual([
    "aws_eip.e0",
    "aws_eip.e1",
    "aws_kms_key.key",
  ]);
});

test("takes environments, systems and stacks by their names", () => {
  const stacks = (...names: string[]) =>
    costs(1, ...names).map((each) => [each.environment, ...each.stacks.map(({ stack }) => stack)]);
  expect(stacks("prod")).toEqual([["prod", "state-prod", "web-prod"]]);
  expect(stacks("web")).toEqual([
    ["dev", "web-dev"],
    ["prod", "web-prod"],
  ]);
  expect(stacks("web", "dev")).toEqual([["dev", "web-dev"]]);
  expect(stacks("state-dev")).toEqual([["dev", "state-dev"]]);
  expect(() => costs(1, "prdo")).toThrow(
    "There is no environment, system or stack prdo. Did you mean prod?",
  );
});

test("shows each resource, and with details each line of its bill", () => {
  const text = costText(costs(1, "dev"), { details: true, styles });
  expect(text.split("\n")).toEqual([
    "dev, USD a month                    minimum  typical  maximum",
    "state-dev                              0.00     0.00     0.00",
    "web-dev                                4.65     4.65     4.65",
    "  aws_eip.e0                           3.65     3.65     3.65",
    "    public IPv4 address: 730 hours     3.65     3.65     3.65",
    "  aws_kms_key.key                      1.00     1.00     1.00",
    "    key: 1 months                      1.00     1.00     1.00",
    "All of dev                             4.65     4.65     4.65",
  ]);
  expect(costText(costs(1, "dev"), { details: false, styles })).not.toContain("730 hours");
});

test("marks the sums of which a price is missing", () => {
  const [dev] = costOfEnvironments(withGpus, ["dev"], assume());
  expect(costText(dev === undefined ? [] : [dev], { details: false, styles }).split("\n")).toEqual([
    "dev, USD a month   minimum  typical  maximum",
    "state-dev             0.00     0.00     0.00",
    "api-dev               1.00     1.00     1.00",
    "  aws_kms_key.key     1.00     1.00     1.00",
    "web-dev               1.00     1.00     1.00  and more",
    "  aws_kms_key.key     1.00     1.00     1.00",
    "All of dev            2.00     2.00     2.00  and more",
  ]);
  expect(totalsText(costs(2, "dev"), dev === undefined ? [] : [dev])).toBe(
    "dev: typical 8.30 -> 2.00 (and more) USD a month",
  );
  const report = costReport({
    environments: dev === undefined ? [] : [dev],
    assumptions: assume(),
    tables: [],
    today,
  });
  expect(report.environments).toMatchObject([
    {
      lacksPrices: true,
      stacks: [{ lacksPrices: false }, { lacksPrices: false }, { lacksPrices: true }],
    },
  ]);
});

test("shows the age and region of the prices, and what is not counted", () => {
  const text = basisText(costs(1), [priceTableFor("us-east-2")], today);
  expect(text).toContain("Warning: older than a year: dynamodb, cloudwatchAlarms, secretsManager.");
  expect(text).toContain("npm run cost -- --refresh-prices us-east-1");
  expect(text).toContain("us-east-2 has no price table. The report uses the prices of us-east-1");
  expect(text).toContain("data transfer between zones");
  const young = basisText(costs(1), [priceTableFor("us-east-2")], new Date("2025-06-01"));
  expect(young).not.toContain("Warning");
});

test("compares stacks and resources, those that are new or gone too", () => {
  const found = differences(costs(2), costs(1));
  expect(found.map(({ stack, resource, usd }) => [stack, resource, usd.typical])).toEqual([
    ["web-dev", undefined, expect.closeTo(-3.65)],
    ["web-dev", "aws_eip.e1", expect.closeTo(-3.65)],
  ]);
  expect(differences(costs(1), costs(1))).toEqual([]);
  expect(differences([], costs(1, "prod")).map(({ usd }) => usd.typical)).toEqual([1, 1]);
  expect(comparisonText(costs(1), costs(2), styles)).toContain("aws_eip.e1               +3.65");
  expect(comparisonText(costs(1), costs(1), styles)).toBe("No difference.");
});

test("reports all of it as JSON", () => {
  const report = costReport({
    environments: costs(1, "dev"),
    before: costs(0, "dev"),
    assumptions: assume(),
    tables: [priceTableFor("us-east-1")],
    today,
  });
  expect(JSON.parse(JSON.stringify(report))).toMatchObject({
    currency: "USD",
    prices: [
      { region: "us-east-1", olderThanAYear: ["dynamodb", "cloudwatchAlarms", "secretsManager"] },
    ],
    environments: [
      {
        environment: "dev",
        usd: { typical: 4.65 },
        stacks: [
          { stack: "state-dev" },
          { stack: "web-dev", region: "us-east-2", pricedAs: "us-east-1" },
        ],
      },
    ],
    difference: [
      {
        stack: "web-dev",
        before: { typical: 1 },
        after: { typical: 4.65 },
        usd: { typical: 3.65 },
      },
      { stack: "web-dev", resource: "aws_eip.e0", usd: { typical: 3.65 } },
    ],
  });
});

test("gives an environment three dashboards for nothing, whichever of its stacks is asked for", () => {
  const stack = (name: string, dashboards: number) => ({
    name,
    folder: name,
    file: name,
    warnings: [],
    dependencies: [],
    json: new StackJson({
      provider: { aws: [{ region: "us-east-1" }] },
      resource: {
        aws_cloudwatch_dashboard: Object.fromEntries(
          Array.from({ length: dashboards }, (_, index) => [`d${index}`, {}]),
        ),
      },
    }),
  });
  const dashboards = new Synthesis([
    stack("state-dev", 0),
    stack("api-dev", 2),
    stack("web-dev", 2),
    stack("state-prod", 0),
    stack("web-prod", 2),
  ]);
  const typical = (...names: string[]) =>
    costOfEnvironments(dashboards, names, assume()).map(({ usd }) => usd.typical);
  expect(typical()).toEqual([3, 0]);
  expect(typical("web-dev")).toEqual([3]);
  expect(typical("api")).toEqual([0]);
});
