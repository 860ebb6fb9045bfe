import { type EnvironmentSettings, parseEnvironments } from "../../settings/environment";
import { type Block, blocksOf, textOf, textsOf } from "../../tools/synthesized/fields";
import { StackJson } from "../../tools/synthesized/stack-json";
import { fullSettings } from "../settings/full/full-settings";
import { synthEnvironments } from "../support/environments";
import { movedTo, ofOtherPartitions, SERVICE_PRINCIPAL } from "../sweeps/regions";

/*
 * The environments with every setting, with keys of the customer's, in AWS GovCloud (US) and in China: without what the settings
 * refuse there, nothing is left that belongs to another partition. __tests__/terraform/every-name-fits.test.ts does the same
 * with `prod` in every partition.
 */

const GOVCLOUD = "us-gov-west-1";
const CHINA = "cn-north-1";

type Loose = Record<string, any>;

const full = structuredClone(fullSettings) as Readonly<Record<string, EnvironmentSettings>>;
// A file that the project does not have.
Reflect.deleteProperty((full["demo"]!.systems["http-api"] as Loose)["api"] as Loose, "openApiFile");

const ownKeys = { deletionWindowDays: 7 };

const moved = (name: string, region: string) =>
  ({ ...movedTo(full[name]!, region), customerManagedKeys: ownKeys }) as EnvironmentSettings;

/** What the settings refuse in a region, as they name it. */
const REFUSED: readonly (readonly [region: string, name: string, fields: readonly string[]])[] = [
  [
    GOVCLOUD,
    "qa",
    [
      "notifications.slack",
      "notifications.teams",
      "systems.http-api.page",
      "systems.rest-api.database.instanceClass",
      "budget",
    ],
  ],
  [GOVCLOUD, "demo", ["notifications.slack", "pipelines.worker.source.kind"]],
  [GOVCLOUD, "managed", ["systems.http-api.page", "pipelines.worker.source.kind"]],
  [GOVCLOUD, "chosen", ["pipelines.daemon-api.source.kind"]],
  [GOVCLOUD, "fargate", []],
  [CHINA, "qa", ["notifications.slack", "notifications.teams", "systems.http-api.userPool"]],
  [CHINA, "demo", ["notifications.slack", "pipelines.worker.source.kind"]],
  [
    CHINA,
    "managed",
    [
      "systems.http-api.userPool",
      "systems.rest-api.capacity.allowedInstanceTypes",
      "systems.http-api.userPool.email.identityArn",
      "pipelines.worker.source.kind",
    ],
  ],
  [CHINA, "chosen", ["pipelines.daemon-api.source.kind"]],
  [CHINA, "fargate", []],
];

test.each(REFUSED)("in %s, of %s, the settings refuse %j", (region, name, fields) => {
  const { problems } = parseEnvironments({ [name]: moved(name, region) });
  expect(problems.map(({ path }) => path.slice(1).join("."))).toEqual(fields);
  for (const { message } of problems) expect(message).toContain(region);
});

/** An environment as its owner would have it in a region, by what the messages say. */
function settledIn(name: string, region: string): EnvironmentSettings {
  const settings = moved(name, region) as Loose;
  for (const field of ["pipelines", ...(region === GOVCLOUD ? ["budget"] : [])])
    Reflect.deleteProperty(settings, field);
  const { topicArn, cloudFrontTopicArn } = (settings["notifications"] ?? {}) as Loose;
  settings["notifications"] = topicArn === undefined ? undefined : { topicArn, cloudFrontTopicArn };
  settings["notificationEmail"] = "operations@example.com";
  const { "http-api": stores, "rest-api": students } = settings["systems"] as Record<string, Loose>;
  if (stores?.["page"] !== undefined) stores["page"] = { kind: "none" };
  if (region === GOVCLOUD && students?.["database"] !== undefined)
    students["database"].instanceClass = "db.t3.micro";
  if (region === CHINA && stores?.["userPool"] !== undefined) {
    delete stores["userPool"];
    stores["issuer"] = { url: "https://login.example.com", audience: ["shop"] };
  }
  if (region === CHINA) delete students?.["capacity"]?.allowedInstanceTypes;
  return settings as EnvironmentSettings;
}

const SUFFIX = "${data.aws_partition.aws-partition.dns_suffix}";
const REGION = "${data.aws_region.aws-region.id}";

/** Names of services in a statement that are wrong in some partition. */
function wrongNames(statement: Block): readonly string[] {
  const principals = blocksOf(statement, "principals")
    .filter((each) => textOf(each, "type") === "Service")
    .flatMap((each) => textsOf(each, "identifiers"));
  const named = (variable: string) =>
    blocksOf(statement, "condition")
      .filter((each) => textOf(each, "variable") === variable)
      .flatMap((each) => textsOf(each, "values"));
  return [
    ...[...principals, ...named("iam:PassedToService")].filter(
      (each) => !SERVICE_PRINCIPAL.test(each) && each !== `logs.${REGION}.${SUFFIX}`,
    ),
    // The name of an endpoint, which is the partition's.
    ...named("kms:ViaService").filter((each) => !each.endsWith(`.${REGION}.${SUFFIX}`)),
  ];
}

const statementsIn = (json: Record<string, unknown>): readonly Block[] =>
  Object.values(new StackJson(json).dataSources("aws_iam_policy_document")).flatMap((document) =>
    blocksOf(document, "statement"),
  );

describe.each(REFUSED)("in %s, %s", (region, name) => {
  const { stacks } = synthEnvironments({ [name]: settledIn(name, region) });
  const all = Object.entries(stacks).map(([stack, { json }]) => ({ stack, json }));

  test("names no resource and no host of another partition", () => {
    expect(
      all.flatMap(({ stack, json }) =>
        ofOtherPartitions(json, region).map((found) => `${stack}: ${found}`),
      ),
    ).toEqual([]);
  });

  test("has no provider of another partition's region", () => {
    const regions = all.flatMap(({ json }) =>
      (json["provider"].aws as Loose[]).map((each) => each["region"] as string),
    );
    expect([...new Set(regions)]).toEqual([region]);
  });

  test("names services as the partition does, by the region and domain where they have them", () => {
    const statements = all.flatMap(({ json }) => statementsIn(json));
    expect(statements.flatMap(wrongNames)).toEqual([]);
    const text = JSON.stringify(statements);
    expect(text).toContain(`"logs.${REGION}.${SUFFIX}"`);
    expect(text).toContain("ecs-tasks.amazonaws.com");
  });
});
