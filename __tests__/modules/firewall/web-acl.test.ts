import { WebAcl } from "../../../modules/firewall/web-acl";
import { synth } from "../../support/synth";

const acl = (source: ConstructorParameters<typeof WebAcl>[2]["source"]) =>
  synth((stack) => {
    new WebAcl(stack, "acl", {
      name: "shop",
      source,
      protects: { resourceArn: "arn:stage" },
      logRetentionDays: 90,
    });
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

test("logs what its rules block or count, without the secrets of a request", () => {
  const json = acl({ kind: "own", requestsPerFiveMinutes: 500 });
  const logging = json.resource("aws_wafv2_web_acl_logging_configuration");
  const [group] = logging["log_destination_configs"] as string[];
  expect(json.referenced(group!)).toEqual({ name: "aws-waf-logs-shop", retention_in_days: 90 });
  expect(logging["redacted_fields"]).toEqual([
    { single_header: { name: "authorization" } },
    { single_header: { name: "cookie" } },
    { single_header: { name: "x-api-key" } },
  ]);
  expect(logging["logging_filter"]).toEqual({
    default_behavior: "DROP",
    filter: [
      {
        behavior: "KEEP",
        requirement: "MEETS_ANY",
        condition: [
          { action_condition: { action: "BLOCK" } },
          { action_condition: { action: "COUNT" } },
        ],
      },
    ],
  });
});

test("leaves the log of an existing web ACL to its owner", () => {
  const json = acl({ kind: "existing", arn: "arn:acl" });
  expect(json.resources("aws_wafv2_web_acl_logging_configuration")).toEqual([]);
});
