import { prod } from "../fixtures/environments/prod";
import {
  customerManagedKeys,
  stacks,
  type Statement,
  statementsOf,
} from "../support/encrypted-stacks";
import { synthEnvironments } from "../support/environments";
import { pipelinesOf } from "../support/pipelines";
import type { TerraformJson } from "../support/synth";

/* What the stacks encrypt, and who may use the keys: both are computed from the resources of each stack. */

type Attributes = Record<string, any>;

/** Where a resource has its key, and the service that uses it for a caller. CloudWatch Logs uses it for itself. */
const ENCRYPTED: Readonly<Record<string, Readonly<Record<string, (its: Attributes) => unknown>>>> =
  {
    aws_cloudwatch_log_group: { logs: (its) => its["kms_key_id"] },
    aws_codebuild_project: { s3: (its) => its["encryption_key"] },
    aws_codepipeline: { s3: (its) => its["artifact_store"][0]["encryption_key"]?.["id"] },
    aws_db_instance: {
      rds: (its) => its["kms_key_id"],
      secretsmanager: (its) => its["master_user_secret_kms_key_id"],
    },
    aws_dynamodb_table: { dynamodb: (its) => its["server_side_encryption"]?.["kms_key_arn"] },
    aws_ecr_repository: { ecr: (its) => its["encryption_configuration"]?.[0]?.["kms_key"] },
    aws_ecs_service: {
      ec2: (its) => its["volume_configuration"]?.["managed_ebs_volume"]?.["kms_key_id"],
    },
    aws_efs_file_system: { elasticfilesystem: (its) => its["kms_key_id"] },
    aws_instance: { ec2: (its) => its["root_block_device"]?.["kms_key_id"] },
    aws_launch_template: {
      ec2: (its) => its["block_device_mappings"]?.[0]?.["ebs"]?.["kms_key_id"],
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      s3: (its) => its["rule"][0]["apply_server_side_encryption_by_default"]["kms_master_key_id"],
    },
    aws_sns_topic: { sns: (its) => its["kms_master_key_id"] },
    aws_sqs_queue: { sqs: (its) => its["kms_master_key_id"] },
  };

/** What stays with a key of AWS, and why. */
const WITHOUT_KEY: Readonly<Record<string, string>> = {
  "aws_s3_bucket_server_side_encryption_configuration\\.entry.*_access-logs_encryption":
    "Load balancers cannot write access logs to a bucket with a KMS key.",
};

/** Types with an argument for a key that stay without one, and why. */
const NOT_ENCRYPTED: Readonly<Record<string, string>> = {
  aws_lambda_function: "It has no environment variables, and its code is that of this project.",
  aws_s3_bucket: "Its encryption is a resource of its own.",
  aws_s3_object: "The bucket encrypts it.",
  aws_scheduler_schedule: "It names a task definition and a command of the settings, and no data.",
  aws_sfn_state_machine: "It sets numbers of tasks, and has no data.",
};

const used = Object.entries(stacks).flatMap(([id, json]) =>
  Object.entries(ENCRYPTED).flatMap(([type, uses]) =>
    json.addressed(type).flatMap(([address, its]) =>
      Object.entries(uses).map(([service, keyOf]) => ({
        id,
        json,
        type,
        address,
        service,
        key: keyOf(its),
        // A service without a volume has nothing to encrypt.
        applies: type !== "aws_ecs_service" || its["volume_configuration"] !== undefined,
      })),
    ),
  ),
);

/** A key costs as much as some previews, and is there for weeks after its preview. */
const isPreview = (id: string) => id.startsWith("preview-");

const isReasoned = (address: string) =>
  Object.keys(WITHOUT_KEY).some((pattern) => new RegExp(`^${pattern}$`).test(address));

const keys = Object.entries(stacks).flatMap(([id, json]) =>
  json
    .addressed("aws_kms_key")
    // The state bucket exists before everything else, and has its own key in any case.
    .filter(() => !id.startsWith("state-"))
    .map(([address, key]): [string, string, TerraformJson, Attributes] => [id, address, json, key]),
);

it("encrypts with a key of the stack whatever takes one", () => {
  const without = used.filter(
    // The settings may name a key of another stack.
    ({ id, key, applies }) =>
      applies &&
      !isPreview(id) &&
      !/^(\$\{aws_kms_key\.[\w-]+\.arn\}|arn:aws:kms:.*)$/.test(String(key)),
  );
  expect(without.map(({ address }) => address).filter((address) => !isReasoned(address))).toEqual(
    [],
  );
  const found = new Set(used.filter(({ key }) => key !== undefined).map(({ type }) => type));
  expect([...found].sort()).toEqual(Object.keys(ENCRYPTED).sort());
});

it("gives no two statements of a policy the same name, which Terraform refuses", () => {
  const released = synthEnvironments(
    pipelinesOf({ prod: { ...prod, customerManagedKeys } }),
  ).stacks;
  const policies = [...Object.entries(stacks), ...Object.entries(released)].flatMap(([id, json]) =>
    json.dataSources("aws_iam_policy_document").map(({ statement }) => ({
      id,
      sids: (statement as Statement[]).flatMap(({ sid }) => sid ?? []),
    })),
  );
  expect(released["pipeline-worker-prod"]!.resources("aws_sns_topic_policy")).toHaveLength(1);
  expect(policies.filter(({ sids }) => new Set(sids).size < sids.length)).toEqual([]);
});

it("leaves out no type with an argument for a key, except for a reason", () => {
  const types = new Set(Object.values(stacks).flatMap(({ json }) => Object.keys(json["resource"])));
  const taking = [...types].filter(takesKey).filter((type) => ENCRYPTED[type] === undefined);
  expect(taking.sort()).toEqual(Object.keys(NOT_ENCRYPTED));
});

/** Whether a type has an argument for a KMS key, as the bindings say. */
function takesKey(type: string): boolean {
  if (!type.startsWith("aws_") || type.startsWith("aws_kms_")) return false;
  const file = type.replace(/^aws_/, "").replaceAll("_", "-");
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- one binding at a time, by its name
  const binding = require(`@cdktf/provider-aws/lib/${file}`) as Record<
    string,
    { tfResourceType?: string; prototype?: object }
  >;
  const found = Object.values(binding).find(({ tfResourceType }) => tfResourceType === type);
  if (found?.prototype === undefined) throw new Error(`no binding for ${type}`);
  return Object.getOwnPropertyNames(found.prototype).some((name) =>
    /kms|encryption(Config|Key)/i.test(name),
  );
}

it("has every bucket's encryption in its own resource", () => {
  for (const [id, json] of Object.entries(stacks)) {
    const buckets = json.addressed("aws_s3_bucket").map(([address]) => address);
    const encrypted = json
      .resources("aws_s3_bucket_server_side_encryption_configuration")
      .map(({ bucket }) => String(bucket).replace(/^\$\{(.*)\.id\}$/, "$1"));
    expect([id, ...encrypted.sort()]).toEqual([id, ...buckets.sort()]);
  }
});

it("names no second key for a queue, which SQS refuses", () => {
  const queues = Object.values(stacks).flatMap((json) => json.resources("aws_sqs_queue"));
  expect(queues.length).toBeGreaterThan(5);
  expect(queues.filter((queue) => queue["sqs_managed_sse_enabled"] !== undefined)).toEqual([]);
});

it("keeps a key of AWS only for a reason that still holds", () => {
  for (const pattern of Object.keys(WITHOUT_KEY)) {
    const matching = used.filter(({ address }) => new RegExp(`^${pattern}$`).test(address));
    expect(matching.length).toBeGreaterThan(0);
    for (const { key, address } of matching) expect([address, key]).toEqual([address, undefined]);
  }
});

describe.each(keys)("%s %s", (id, address, json, key) => {
  const statements = statementsOf(json, key["policy"]);
  const itsOwn = used.filter((each) => each.id === id && each.key === `\${${address}.arn}`);
  const principals = (statement: Statement) =>
    (statement.principals ?? []).flatMap(({ identifiers }) => identifiers);

  it("rotates, can be restored for the days of the setting, and has an alias", () => {
    expect(key).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: customerManagedKeys.deletionWindowDays,
    });
    const aliases = json
      .resources("aws_kms_alias")
      .filter(({ target_key_id }) => target_key_id === `\${${address}.key_id}`);
    expect(aliases).toHaveLength(1);
    expect(aliases[0]!.name).toMatch(new RegExp(`^alias/${id}-`));
  });

  it("is used by something", () => {
    expect(itsOwn.length).toBeGreaterThan(0);
  });

  it("lets the account manage it, and use it only through the services that encrypt with it", () => {
    const ofAccount = statements.filter((each) =>
      principals(each).some((it) => it.endsWith(":root")),
    );
    const [administration, ...uses] = ofAccount;
    expect(administration!.condition).toBeUndefined();
    expect(administration!.actions).toContain("kms:Put*");
    const uncontrolled = /^kms:(\*|.*(Encrypt|Decrypt|GenerateData|CreateGrant|Sign|Mac).*)$/;
    expect(administration!.actions.filter((action) => uncontrolled.test(action))).toEqual([]);
    for (const each of uses)
      expect(each.condition).toEqual([
        expect.objectContaining({ test: "StringEquals", variable: "kms:ViaService" }),
      ]);
    const services = new Set(itsOwn.map(({ service }) => service).filter((it) => it !== "logs"));
    const through = uses
      .flatMap(({ condition }) => condition![0]!.values)
      .map((it) => it.split(".")[0]);
    expect([...new Set(through)].sort()).toEqual([...services].sort());
  });

  it("lends the key to the services that keep using it by a grant", () => {
    const lent = statements
      .filter(({ actions }) => actions.includes("kms:CreateGrant"))
      .flatMap(({ condition = [] }) => condition)
      .filter(({ variable }) => variable === "kms:ViaService")
      .flatMap(({ values }) => values.map((it) => it.split(".")[0]));
    const byRequest = ["logs", "s3", "sns", "sqs"];
    const services = itsOwn.map(({ service }) => service).filter((it) => !byRequest.includes(it));
    expect(lent.sort()).toEqual([...new Set(services)].sort());
  });

  it("admits exactly the services that the resources need", () => {
    const others = statements.filter(
      (each) => !principals(each).some((it) => it.endsWith(":root")),
    );
    const admitted = others.flatMap(principals).map((it) => it.split(".")[0]);
    expect([...new Set(admitted)].sort()).toEqual(neededBy(json, itsOwn));
  });

  it("admits everybody only if a condition says who", () => {
    for (const each of statements.filter((it) => principals(it).includes("*"))) {
      expect(each.condition).toContainEqual({
        test: "ArnEquals",
        variable: "aws:PrincipalArn",
        values: [
          expect.stringMatching(
            /:role\/aws-service-role\/autoscaling\.amazonaws\.com\/AWSServiceRoleForAutoScaling$/,
          ),
        ],
      });
    }
  });

  it("names all its log groups", () => {
    const groups = itsOwn.filter(({ type }) => type === "aws_cloudwatch_log_group");
    const names = groups.map(
      ({ address: group }) => json.referenced(`\${${group}}`).name as string,
    );
    const admitted = statements
      .flatMap(({ condition = [] }) => condition)
      .filter(({ variable }) => variable === "kms:EncryptionContext:aws:logs:arn")
      .flatMap(({ values }) => values);
    expect(admitted.map((arn) => arn.replace(/^.*:log-group:/, "")).sort()).toEqual(names.sort());
  });
});

/** The first label of each principal, from what the resources say: "*" is Auto Scaling, which a condition tells. */
function neededBy(json: TerraformJson, itsOwn: typeof used): string[] {
  const types = new Set(itsOwn.map(({ type }) => type));
  const publishers = itsOwn
    .filter(({ type }) => type === "aws_sns_topic")
    .flatMap(({ address }) =>
      (
        [
          ["aws_cloudwatch_metric_alarm", "cloudwatch"],
          ["aws_cloudwatch_composite_alarm", "cloudwatch"],
          ["aws_cloudwatch_event_target", "events"],
          ["aws_budgets_budget", "budgets"],
        ] as const
      ).filter(([type]) => JSON.stringify(json.resources(type)).includes(`\${${address}.arn}`)),
    )
    .map(([, service]) => service);
  const policies = [
    ...json.resources("aws_sqs_queue_policy"),
    ...json.resources("aws_s3_bucket_policy"),
  ];
  const encrypted = itsOwn.flatMap(({ type, address }) =>
    type === "aws_s3_bucket_server_side_encryption_configuration"
      ? [String(json.referenced(`\${${address}}`).bucket).replace(/\.id\}$/, "")]
      : [`\${${address}`],
  );
  const admitted = policies
    .flatMap(({ policy }) => statementsOf(json, policy))
    .filter(({ resources }) =>
      resources.some((each) => encrypted.some((it) => each.startsWith(`${it}.arn}`))),
    )
    .flatMap(({ principals = [] }) => principals)
    .filter(({ type }) => type === "Service")
    .flatMap(({ identifiers }) => identifiers.map((it) => it.split(".")[0]!));
  return [
    ...new Set([
      ...(types.has("aws_cloudwatch_log_group") ? ["logs"] : []),
      ...(types.has("aws_launch_template") ? ["*"] : []),
      ...publishers,
      ...admitted,
    ]),
  ].sort();
}

it("uses keys of AWS by default, but for topics and states", () => {
  const { stacks: plain } = synthEnvironments({ prod });
  const found = Object.entries(plain).flatMap(([id, json]) =>
    json.addressed("aws_kms_key").map(([address]) => `${id} ${address}`),
  );
  const withoutTopics = found.filter((it) => !it.endsWith(" aws_kms_key.notifications_key"));
  expect(withoutTopics).toEqual(["state-prod aws_kms_key.bucket_key"]);
});
