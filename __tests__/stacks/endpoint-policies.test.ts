import { OF_ECS_AGENT } from "../../aws/networking/endpoint-policies";
import type { EnvironmentSettings } from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Network = EnvironmentSettings["network"];

const ACCOUNT = "${data.aws_caller_identity.aws-account.account_id}";
const REGISTRY = "444455556666";
const takesNone: readonly string[] = OF_ECS_AGENT;

function synthIn(network: Network): Readonly<Record<string, TerraformJson>> {
  const systems = Object.fromEntries(
    Object.entries(dev.systems).map(([name, its]) => [
      name,
      { ...its, ...("network" in its ? { network: undefined } : {}) },
    ]),
  );
  const worker = { capacity: { kind: "instances" } };
  return synthEnvironments({
    dev: {
      ...dev,
      loadTest: undefined,
      network,
      systems: { ...systems, worker },
    } as EnvironmentSettings,
  }).stacks;
}

const narrow: Network = {
  kind: "own",
  zoneCount: 2,
  nat: "none",
  endpointServices: ["dynamodb", "sns", "sts"],
  endpointPolicies: { otherAccounts: [REGISTRY] },
};
const stacks = synthIn(narrow);

const endpointsIn = (json: TerraformJson): Record<string, Record<string, any>> =>
  Object.fromEntries(
    json.resources("aws_vpc_endpoint").map((each) => [String(each["tags"]["Name"]), each]),
  );

interface Statement {
  readonly sid: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly condition?: {
    readonly test: string;
    readonly variable: string;
    readonly values: string[];
  }[];
}

const statementsOf = (json: TerraformJson, service: string): Statement[] =>
  json.referenced(endpointsIn(json)[service]!["policy"] as string).statement as Statement[];

const withEndpoints = Object.entries(stacks).filter(
  ([, json]) => json.resources("aws_vpc_endpoint").length > 0,
);

it("is about every system with a network of its own", () => {
  expect(withEndpoints.map(([id]) => id.replace(/-dev$/, "")).sort()).toEqual(
    Object.keys(dev.systems).sort(),
  );
});

describe.each(withEndpoints)("%s", (id, json) => {
  const endpoints = endpointsIn(json);

  it("has a policy for every endpoint, except those of the ECS agent, which take none", () => {
    const without = Object.keys(endpoints).filter(
      (name) => endpoints[name]!["policy"] === undefined,
    );
    expect(without.filter((name) => !takesNone.includes(name))).toEqual([]);
    expect(Object.keys(endpoints)).toEqual(
      expect.arrayContaining(["s3", "ecr.api", "logs", "sts"]),
    );
  });

  it("lets this account's roles reach resources of this account and the accounts given", () => {
    for (const [name, { policy }] of Object.entries(endpoints)) {
      // The endpoint of http-api names its tables.
      if (policy === undefined || (id === "http-api-dev" && name === "dynamodb")) continue;
      const [own] = statementsOf(json, name);
      expect(own!.condition).toEqual([
        { test: "StringEquals", variable: "aws:PrincipalAccount", values: [ACCOUNT] },
        {
          test: "StringEqualsIfExists",
          variable: "aws:ResourceAccount",
          values: [ACCOUNT, REGISTRY],
        },
      ]);
    }
  });

  it("admits nobody without a condition, but to objects of AWS that anybody may read", () => {
    const free = Object.keys(endpoints)
      .filter((name) => endpoints[name]!["policy"] !== undefined)
      .flatMap((name) => statementsOf(json, name).map((statement) => ({ name, statement })))
      .filter(({ statement }) => statement.condition === undefined);
    expect(free.map(({ name }) => name)).toEqual(["s3"]);
    const [{ statement } = { statement: undefined }] = free;
    expect(statement!.actions).toEqual(["s3:GetObject"]);
    const buckets = statement!.resources.map((arn) =>
      arn.replace(/^.*:s3:::/, "").replace(/\$\{[^}]*\}/, "region"),
    );
    const hasGroup = json.resources("aws_autoscaling_group").length > 0;
    expect(buckets).toEqual([
      "prod-region-starport-layer-bucket/*",
      ...(hasGroup ? ["al2023-repos-region-de612dc2/*"] : []),
    ]);
  });

  it("lets Systems Manager's agent read the documents of AWS, and no one else's", () => {
    const [, ofAws, ...more] = statementsOf(json, "ssm");
    expect(more).toEqual([]);
    expect(ofAws!.condition).toEqual([
      expect.objectContaining({ variable: "aws:PrincipalAccount" }),
    ]);
    // Without an account, they are AWS's.
    for (const arn of ofAws!.resources)
      expect(arn).toMatch(/:ssm:\$\{[^}]*\}::(document|parameter\/aws)\/\*$/);
  });
});

it("lets only this account's roles reach the tables of http-api", () => {
  const [tables] = statementsOf(stacks["http-api-dev"]!, "dynamodb");
  expect(tables!.actions).toEqual(["dynamodb:GetItem", "dynamodb:PutItem"]);
  expect(tables!.condition).toEqual([
    { test: "StringEquals", variable: "aws:PrincipalAccount", values: [ACCOUNT] },
  ]);
});

it("leaves the endpoints open by default, except that of tables", () => {
  const open: Network = { ...narrow, endpointPolicies: undefined };
  for (const [id, json] of Object.entries(synthIn(open))) {
    for (const [name, { policy }] of Object.entries(endpointsIn(json))) {
      if (policy === undefined) continue;
      expect([id, name]).toEqual(["http-api-dev", "dynamodb"]);
      expect(statementsOf(json, name)[0]!.condition).toBeUndefined();
    }
  }
});
