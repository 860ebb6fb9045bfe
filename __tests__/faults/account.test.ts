import { formatProblem, parseEnvironments } from "../../settings/environment";
import { withoutInapplicable } from "../../tools/rehearse/synthesized/without-inapplicable";
import { StackJson } from "../../tools/synthesized/stack-json";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { running, runtimeStack, synthEnvironments } from "../support/environments";

/* Faults of November 2026 about what environments that share an account and region have in common. */

const OTHER = "444455556666";
const accountId = "111122223333";

describe("[2026-11 C10] the role by which API Gateway logs", () => {
  const logging = (accountRole: "own" | "present", changes: object = {}) => {
    const environment = { ...running("rest-api", staging), ...changes };
    const system = { ...staging.systems["rest-api"], api: { logs: { accountRole } } };
    return { ...environment, systems: { "rest-api": system } };
  };
  const owner = running("rest-api", prod);
  const problems = (later: object, earlier: object = owner) =>
    parseEnvironments({ prod: earlier, staging: later }).problems.map(formatProblem);

  test("is in a stack of its own, which goes up first and stays when a system goes", () => {
    const { stacks, dependencies } = synthEnvironments({ prod: owner });
    const holding = Object.entries(stacks).filter(
      ([, json]) => json.resources("aws_api_gateway_account").length > 0,
    );
    expect(holding.map(([name]) => name)).toEqual(["rest-api-account-prod"]);
    expect(dependencies["rest-api-prod"]).toContain("rest-api-account-prod");
    const [account] = stacks["rest-api-account-prod"]!.resources("aws_api_gateway_account");
    expect(account!.lifecycle).toEqual({ prevent_destroy: true });
  });

  test("is made by one environment of an account and region", () => {
    const fix = "Change it here or there";
    expect(problems(logging("own"))).toEqual([
      'staging.systems.rest-api.api.logs.accountRole must be "present" where prod makes the role by which API Gateway logs, one for an account in a region, got "own". ' +
        `${fix}, or give both environments their accountId, if each has an account of its own.`,
    ]);
    expect(problems(logging("own", { accountId }), { ...owner, accountId })).toEqual([
      expect.stringMatching(new RegExp(`${fix}\\.$`)),
    ]);
  });

  test.each([
    ["another environment makes it", logging("present"), owner],
    ["the region is another", logging("own", { region: "us-west-2" }), owner],
    ["the account is another", logging("own", { accountId: OTHER }), { ...owner, accountId }],
    ["the names say that it is another", logging("own", { nameSuffix: "-prod" }), owner],
  ])("is nobody's problem where %s", (_, later, earlier) => {
    expect(problems(later, earlier)).toEqual([]);
  });

  test("is nowhere where another environment makes it", () => {
    const { stacks } = synthEnvironments({ staging: running("rest-api", staging) });
    const types = Object.values(stacks).flatMap((json) =>
      json.resources("aws_api_gateway_account"),
    );
    expect(types).toEqual([]);
  });
});

test("[2026-11 C10] an apply to another account than the environment's is refused, and rehearsed all the same", () => {
  const json = runtimeStack({}, { accountId });
  const [provider] = json.json["provider"].aws as object[];
  expect(provider).toMatchObject({ allowed_account_ids: [accountId] });
  expect(runtimeStack().text).not.toContain("allowed_account_ids");
  const { applied } = withoutInapplicable(new StackJson(json.json), "5.100.0");
  expect(JSON.stringify(applied.json)).not.toContain("allowed_account_ids");
  const names = parseEnvironments({
    prod: { ...prod, accountId },
    staging: { ...staging, accountId, nameSuffix: "-prod" },
  });
  expect(names.problems.map(formatProblem)).toEqual([
    'staging.nameSuffix must differ from that of prod, which is in the same account and region, got "-prod". Choose another suffix.',
  ]);
});
