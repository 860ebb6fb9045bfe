import { WebAcl } from "../../../../modules/api/rest-api/web-acl";
import { synth } from "../../../support/synth";

const acl = (source: ConstructorParameters<typeof WebAcl>[2]["source"]) =>
  synth((stack) => {
    new WebAcl(stack, "acl", { name: "shop", source, resourceArn: "arn:stage" });
  });

test("blocks by AWS's rules, and does not only count", () => {
  const json = acl({ kind: "own", requestsPerFiveMinutes: 500 });
  const rules = json.resource("aws_wafv2_web_acl")["rule"] as Record<string, any>[];
  const managed = rules.filter(({ statement }) => "managed_rule_group_statement" in statement);
  expect(managed.map(({ name }) => name)).toEqual([
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
  ]);
  for (const { override_action: action } of managed) expect(action).toEqual({ none: {} });
});

test("blocks an address that asks too often, before anything else", () => {
  const json = acl({ kind: "own", requestsPerFiveMinutes: 500 });
  const rules = json.resource("aws_wafv2_web_acl")["rule"] as Record<string, any>[];
  const [first] = rules.sort(({ priority: one }, { priority: other }) => one - other);
  expect(first).toMatchObject({
    action: { block: {} },
    statement: { rate_based_statement: { limit: 500, aggregate_key_type: "IP" } },
  });
  expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
});

test("stands before the stage, whoever made it", () => {
  expect(
    acl({ kind: "existing", arn: "arn:acl" }).resource("aws_wafv2_web_acl_association"),
  ).toMatchObject({ resource_arn: "arn:stage", web_acl_arn: "arn:acl" });
});
