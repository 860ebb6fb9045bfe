import { formatProblem, parseEnvironments } from "../../settings/environment";
import { type Change, changed, minimal, system } from "./settings";

const QUIET = system({ "capacity.maxInstances": 7 });

/** Two environments, the second with a change. */
function two(change: Change, both: Change = {}) {
  const own = { name: "qa", nameSuffix: "-qa", state: { kind: "s3", bucket: "acme-state-qa" } };
  return parseEnvironments({
    dev: changed(minimal, { ...QUIET, ...both }),
    qa: changed(minimal, { ...QUIET, ...own, ...both, ...change }),
  });
}

const domain = { name: "example.com", hostedZoneId: "Z0123456789EXAMPLE" };
const network = { kind: "own", zoneCount: 3, nat: "single" };
const cases: readonly (readonly [string, Change, Change, string])[] = [
  [
    "two environments have the same bucket",
    { "state.bucket": "acme-state-dev" },
    {},
    'qa.state.bucket must differ from that of dev, because each environment creates its own, got "acme-state-dev". Choose another name.',
  ],
  [
    "two environments have the same name",
    { name: "dev" },
    {},
    'qa.name must be "qa", as in the list of environments, got "dev". Change it here or there.',
  ],
  [
    "the networks of two environments overlap",
    { "network.cidr": "10.0.32.0/19" },
    { network },
    'qa.network.cidr must not overlap the network of dev (10.0.0.0/16), because the two could never be peered, got "10.0.32.0/19". Choose another block.',
  ],
  [
    "two environments have the same name in the same zone",
    {},
    { domain, ...system({ "loadBalancer.domainName": "api.example.com" }) },
    'qa.systems.http-scale-out.loadBalancer.domainName must differ from that of dev, whose record it would replace, got "api.example.com". Choose another name.',
  ],
  [
    "two environments of an account activate a cost allocation tag",
    { "budget.costAllocationTags": ["System", "Environment"] },
    {
      accountId: "111122223333",
      notificationEmail: "operations@example.com",
      budget: { monthlyUsd: 100, costAllocationTags: ["Environment"] },
    },
    'qa.budget.costAllocationTags[1] must be a tag that dev does not activate, because a tag has one state in an account, got "Environment". Leave it out here or there.',
  ],
];

test.each(cases)("error if %s", (_, change, both, message) => {
  expect(two(change, both).problems.map(formatProblem)).toEqual([message]);
});

test.each(cases)("error if %s, although both have another mistake", (_, change, both, message) => {
  const { problems } = two(change, { ...both, logRetentionDays: 2 });
  expect(problems.map(formatProblem)).toContain(message);
  expect(problems).toHaveLength(3);
});

test.each([
  ["networks that touch", { "network.cidr": "10.1.0.0/16" }, { network }],
  [
    "Terraform Cloud with the same organization, whose workspaces are named after stacks",
    {},
    { state: { kind: "cloud", organization: "acme" } },
  ],
  [
    "one name in two zones, of which one is private to its account",
    { domain: { ...domain, hostedZoneId: "Z9" } },
    { domain, ...system({ "loadBalancer.domainName": "api.example.com" }) },
  ],
])("takes %s", (_, change, both) => {
  expect(two(change, both).problems.map(formatProblem)).toEqual([]);
});

test("warns of two environments that cannot share an account", () => {
  expect(two({ nameSuffix: "" }).warnings.map(formatProblem)).toEqual([
    'qa.nameSuffix is "" in us-east-2, as in dev: both have the same names and cannot share an account. Choose another suffix, or give both their accountId.',
  ]);
  expect(two({ nameSuffix: "", region: "us-west-2" }).warnings).toEqual([]);
  expect(two({}).warnings).toEqual([]);
});

test.each(["QA", "1qa", "qa team", ""])("error if an environment is called %p", (name) => {
  const { problems } = parseEnvironments({ [name]: changed(minimal, { name }) });
  expect(problems.map(({ message }) => message)).toContain(
    "must have a name of 1 to 16 lowercase letters, digits and hyphens, as in dev.",
  );
});
