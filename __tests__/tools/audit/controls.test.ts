import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CONTROLS } from "../../../tools/audit/controls";
import { projectRoot } from "../../../tools/project-root";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { staging } from "../../fixtures/environments/staging";
import { controlNamed, outcomes } from "../../support/audited";
import { synthEnvironments } from "../../support/environments";
import { released } from "../../support/pipelines";
import type { Change } from "./changes/change";
import { ofData } from "./changes/of-data";
import { ofEntries } from "./changes/of-entries";
import { ofTasks } from "./changes/of-tasks";

/* A rule that cannot fail says nothing: each has a change of the JSON that turns what it says. */

const { stacks } = synthEnvironments({ dev, staging, prod, released });
const changes = [...ofTasks, ...ofEntries, ...ofData];

/** What a control says before a change and after it, of the subjects of which it says something else then. */
function turned({ control, stack, apply }: Change) {
  const { json } = stacks[stack]!;
  const changed = structuredClone(json);
  apply(changed);
  const before = outcomes(controlNamed(control), json);
  const after = outcomes(controlNamed(control), changed);
  return Object.keys({ ...before, ...after })
    .filter((subject) => before[subject] !== after[subject])
    .map((subject) => ({ subject, before: before[subject], after: after[subject] }));
}

test.each(changes.map((change) => [change.control, change.what, change] as const))(
  "%s says something else of what %s",
  (_, __, change) => {
    expect(turned(change)).not.toEqual([]);
  },
);

test.each(CONTROLS.map(({ id }) => id))("%s can pass, and can fail", (id) => {
  const said = changes
    .filter(({ control }) => control === id)
    .flatMap(turned)
    .flatMap(({ before, after }) => [before, after]);
  expect(said).toContain(true);
  expect(said).toContain(false);
});

test("RDS.11 is about the source of a read replica alone, whose backups hold the same data", () => {
  const json = {
    resource: {
      aws_db_instance: {
        source: { backup_retention_period: 7 },
        replica: { replicate_source_db: "${aws_db_instance.source.identifier}" },
      },
    },
  };
  expect(outcomes(controlNamed("RDS.11"), json)).toEqual({ "aws_db_instance.source": true });
});

test("the policy of a key may allow the key to its account, and a role's policy may not", () => {
  const statement = { actions: ["kms:*"], resources: ["*"] };
  const ofKey = { ...statement, principals: [{ type: "AWS", identifiers: ["root"] }] };
  const json = (one: object) => ({
    data: { aws_iam_policy_document: { one: { statement: [one] } } },
  });
  for (const id of ["IAM.1", "IAM.21", "IAM.resources"])
    expect(outcomes(controlNamed(id), json(ofKey))).toEqual({});
  for (const id of ["IAM.21", "IAM.resources"])
    expect(Object.values(outcomes(controlNamed(id), json(statement)))).toEqual([false]);
});

test("the policy of an endpoint may let everything of an account through, as it grants nothing", () => {
  const statement = {
    actions: ["*"],
    resources: ["*"],
    principals: [{ type: "*", identifiers: ["*"] }],
  };
  const json = (type: string) => ({
    data: { aws_iam_policy_document: { one: { statement: [statement] } } },
    resource: { [type]: { one: { policy: "${data.aws_iam_policy_document.one.json}" } } },
  });
  for (const id of ["IAM.1", "IAM.21", "IAM.resources"]) {
    expect(outcomes(controlNamed(id), json("aws_vpc_endpoint"))).toEqual({});
    expect(Object.values(outcomes(controlNamed(id), json("aws_s3_bucket_policy")))).toEqual([
      false,
    ]);
  }
});

test.each([
  ["names a role", "ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/one", true],
  ["names an account", "StringEquals", "kms:CallerAccount", "111122223333", true],
  ["names any role", "ArnEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/one", false],
  [
    "excludes a role",
    "ArnNotEquals",
    "aws:PrincipalArn",
    "arn:aws:iam::111122223333:role/one",
    false,
  ],
  ["names a service", "StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com", false],
])("a key for everybody whose condition %s", (_, operator, variable, value, isClosed) => {
  const statement = {
    actions: ["kms:Decrypt"],
    principals: [{ type: "AWS", identifiers: ["*"] }],
    condition: [{ test: operator, variable, values: [value] }],
  };
  const json = {
    resource: { aws_kms_key: { one: { policy: "${data.aws_iam_policy_document.one.json}" } } },
    data: { aws_iam_policy_document: { one: { statement: [statement] } } },
  };
  expect(outcomes(controlNamed("KMS.5"), json)).toEqual({ "aws_kms_key.one": isClosed });
});

test("each file in rules/ is one control, and each is run", () => {
  const folder = join(projectRoot(), "tools/audit/rules");
  const ids = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8").match(/^ {2}id: "(.*)",$/gm))
    .map((found) => found?.map((line) => line.slice('  id: "'.length, -'",'.length)).join());
  expect(ids.sort()).toEqual(CONTROLS.map(({ id }) => id).sort());
});

test.each(CONTROLS.map((control) => [control.id, control] as const))(
  "%s has a title and a page of AWS",
  (_, { title, page }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  },
);

test.each([
  ["enforces", { custom_auth_mode: "ENFORCED" }, true],
  ["only audits", { custom_auth_mode: "AUDIT" }, false],
  ["does not watch", {}, false],
])("a pool that %s custom authentication: Cognito.4 holds: %s", (_, flows, holds) => {
  const add_ons = {
    advanced_security_mode: "ENFORCED",
    advanced_security_additional_flows: flows,
  };
  const json = { resource: { aws_cognito_user_pool: { one: { user_pool_add_ons: add_ons } } } };
  expect(Object.values(outcomes(controlNamed("Cognito.4"), json))).toEqual([holds]);
});

test.each([
  ["OFF", ["PASSWORD"], [false]],
  ["OPTIONAL", ["PASSWORD"], [false]],
  ["ON", ["PASSWORD"], [true]],
  ["OPTIONAL", undefined, [false]],
  ["OFF", ["PASSWORD", "EMAIL_OTP"], []],
])("of a pool whose MFA is %s and that accepts %j, Cognito.5 says %j", (mfa, factors, said) => {
  const pool = {
    mfa_configuration: mfa,
    ...(factors === undefined ? {} : { sign_in_policy: { allowed_first_auth_factors: factors } }),
  };
  const json = { resource: { aws_cognito_user_pool: { one: pool } } };
  expect(Object.values(outcomes(controlNamed("Cognito.5"), json))).toEqual(said);
});

test("a web ACL may have its only rule from an association with a rule group", () => {
  const association = { web_acl_arn: "${aws_wafv2_web_acl.one.arn}" };
  const json = (associations: object) => ({
    resource: {
      aws_wafv2_web_acl: { one: {} },
      aws_wafv2_web_acl_rule_group_association: associations,
    },
  });
  expect(Object.values(outcomes(controlNamed("WAF.10"), json({ one: association })))).toEqual([
    true,
  ]);
  expect(Object.values(outcomes(controlNamed("WAF.10"), json({})))).toEqual([false]);
});
