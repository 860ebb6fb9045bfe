import { type Statement, stacks, statementsOf } from "../support/encrypted-stacks";

/* What roles need of the customer managed keys, computed from what else they may do. */

/** What a role may do with a resource, and what that needs of its key. */
const NEEDS: readonly (readonly [action: string, right: string, service: string])[] = [
  ["sqs:ReceiveMessage", "kms:Decrypt", "sqs"],
  ["sqs:SendMessage", "kms:GenerateDataKey", "sqs"],
  ["s3:GetObject", "kms:Decrypt", "s3"],
  ["s3:PutObject", "kms:GenerateDataKey", "s3"],
  ["dynamodb:GetItem", "kms:Decrypt", "dynamodb"],
  ["dynamodb:PutItem", "kms:Encrypt", "dynamodb"],
  ["secretsmanager:GetSecretValue", "kms:Decrypt", "secretsmanager"],
];

const rolePolicies = Object.entries(stacks).flatMap(([id, json]) =>
  json.addressed("aws_iam_role_policy").map(([address, { role, policy }]) => ({
    id,
    address,
    role: `${id} ${String(role)}`,
    statements: statementsOf(json, policy),
  })),
);
const roles = [...new Set(rolePolicies.map(({ role }) => role))];

it("gives each role that reads or writes something the right to use its key, and no other", () => {
  const problems = roles.flatMap((role) => {
    const statements = rolePolicies
      .filter((each) => each.role === role)
      .flatMap((each) => each.statements);
    // Resources of others have keys of others: the settings name them.
    const own = (each: Statement) =>
      each.resources.some((it) => /\$\{aws_(sqs|s3|dynamodb|db)_/.test(it));
    const uses = statements.filter(
      ({ actions, resources }) =>
        actions.some((it) => it.startsWith("kms:")) &&
        resources.some((it) => it.includes("aws_kms_key.")),
    );
    const needed = NEEDS.filter(([action]) =>
      statements.some((each) => own(each) && each.actions.includes(action)),
    );
    const has = ([, right, service]: (typeof NEEDS)[number]) =>
      uses.some(
        ({ actions, condition = [] }) =>
          actions.includes(right) &&
          condition.some(
            ({ variable, values }) =>
              variable === "kms:ViaService" && values.every((it) => it.startsWith(`${service}.`)),
          ),
      );
    const services = new Set(needed.map(([, , service]) => service));
    const tooMuch = uses
      .flatMap(({ condition = [] }) => condition)
      .filter(({ variable }) => variable === "kms:ViaService")
      .flatMap(({ values }) => values.map((it) => it.split(".")[0]!))
      .filter((service) => service !== "ec2" && !services.has(service));
    return [
      ...needed.filter((each) => !has(each)).map((each) => `${role} lacks ${each.join(" ")}`),
      ...tooMuch.map((service) => `${role} needs no key of ${service}`),
    ];
  });
  expect(problems).toEqual([]);
  const services = new Set(
    rolePolicies.flatMap(({ statements }) =>
      statements.flatMap(({ condition = [] }) =>
        condition
          .filter(({ variable }) => variable === "kms:ViaService")
          .flatMap(({ values }) => values),
      ),
    ),
  );
  expect([...services].map((it) => it.split(".")[0]).sort()).toEqual(
    expect.arrayContaining(["dynamodb", "ec2", "s3", "secretsmanager", "sqs"]),
  );
});

it("names a role's key, never all keys", () => {
  const all = rolePolicies.flatMap(({ address, statements }) =>
    statements
      .filter(({ actions }) => actions.some((it) => it.startsWith("kms:")))
      .filter(({ resources }) => resources.includes("*"))
      .map(() => address),
  );
  expect(all).toEqual([]);
});

it("names the actions of keys, as IAM.21 wants", () => {
  const wild = rolePolicies.flatMap(({ statements }) =>
    statements.flatMap(({ actions }) => actions.filter((it) => /^kms:.*\*/.test(it))),
  );
  expect(wild).toEqual([]);
});

it("starts no service before its roles may use the keys", () => {
  const services = Object.entries(stacks).flatMap(([id, json]) =>
    json.resources("aws_ecs_service").map((service) => ({ id, service, json })),
  );
  const waiting = services.filter(({ service }) =>
    (service["depends_on"] as string[]).some((it) => /^aws_iam_role_policy\..*_data-key$/.test(it)),
  );
  expect(waiting.length).toBeGreaterThan(10);
  for (const { id, service, json } of services) {
    const definition = String(service["task_definition"]).replace(/^\$\{(.*)\.[a-z_]+\}$/, "$1");
    const prefix = definition.replace(/^aws_ecs_task_definition\.(.*)_definition$/, "$1");
    const added = json
      .addressed("aws_iam_role_policy")
      .map(([address]) => address)
      .filter(
        (address) =>
          address.startsWith(`aws_iam_role_policy.${prefix}_`) && address.endsWith("-key"),
      );
    for (const address of added)
      expect([id, ...(service["depends_on"] as string[])]).toContain(address);
  }
});
