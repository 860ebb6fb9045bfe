import { type Drift, driftIn } from "../../../tools/drift/drift";
import { adviceText, driftText } from "../../../tools/drift/text";
import type { ResourceChange } from "../../../tools/rehearse/terraform/plan";
import { StackJson } from "../../../tools/synthesized/stack-json";

const json = new StackJson({
  resource: {
    aws_cloudwatch_log_group: { logs: { name: "/ecs/web", retention_in_days: 7 } },
    aws_ecs_service: {
      web: {
        desired_count: 2,
        task_definition: "web:1",
        lifecycle: { ignore_changes: ["desired_count"] },
      },
    },
    aws_ecs_cluster: { web: { tags: { Team: "a" }, lifecycle: { ignore_changes: "all" } } },
    aws_db_instance: { db: { password: "${x}", timeouts: { create: "1h" } } },
  },
});

interface Before {
  readonly before: object;
  readonly after: object | null;
  readonly secret?: object;
}

function found(changes: Readonly<Record<string, Before>>): Drift[] {
  const drift = Object.entries(changes).map(
    ([address, { before, after, secret }]): ResourceChange => {
      const actions = after === null ? (["delete"] as const) : (["update"] as const);
      const [type = ""] = address.split(".");
      const change = { actions, before, after, before_sensitive: secret, after_sensitive: secret };
      return { address, mode: "managed", type, change };
    },
  );
  return driftIn({ resource_drift: drift }, json);
}

test("an unset number in a block that is read as 0 is no drift", () => {
  const queries = (period: number | null, threshold = 1) => ({
    metric_query: [
      { id: "clock", period: 60 },
      { id: "share", period, threshold },
    ],
  });
  const alarm = new StackJson({ resource: { aws_cloudwatch_metric_alarm: { a: queries(60) } } });
  const changed = (before: object, after: object) =>
    driftIn(
      {
        resource_drift: [
          {
            address: "aws_cloudwatch_metric_alarm.a",
            mode: "managed",
            type: "aws_cloudwatch_metric_alarm",
            change: { actions: ["update"], before, after },
          },
        ],
      },
      alarm,
    ).length;
  expect(changed(queries(null), queries(0))).toBe(0);
  expect(changed(queries(60), queries(0))).toBe(1);
  expect(changed(queries(null), queries(0, 2))).toBe(1);
  expect(changed(queries(null), queries(30))).toBe(1);
});

test("a plan without drift has none", () => {
  expect(driftIn({}, json)).toEqual([]);
});

test("an argument that the settings write counts, with both values", () => {
  expect(
    found({
      "aws_cloudwatch_log_group.logs": {
        before: { name: "/ecs/web", retention_in_days: 7 },
        after: { name: "/ecs/web", retention_in_days: 30 },
      },
    }),
  ).toEqual([
    {
      address: "aws_cloudwatch_log_group.logs",
      change: "changed",
      attributes: [{ name: "retention_in_days", before: 7, after: 30 }],
    },
  ]);
});

test("all representations of an unset value are equal", () => {
  const log = (retention: unknown) => ({ name: "web", retention_in_days: retention });
  for (const after of [[], {}, "", [{ nested: null, list: [] }]]) {
    expect(
      found({ "aws_cloudwatch_log_group.logs": { before: log(null), after: log(after) } }),
    ).toEqual([]);
  }
  const zero = { "aws_cloudwatch_log_group.logs": { before: log(null), after: log(0) } };
  expect(found(zero)).toHaveLength(1);
});

test("a deleted resource counts", () => {
  const [drift] = found({ "aws_ecs_service.web": { before: { id: "web" }, after: null } });
  expect(drift).toEqual({ address: "aws_ecs_service.web", change: "deleted", attributes: [] });
});

test("what scaling sets, what AWS sets, and a resource that Terraform ignores do not count", () => {
  expect(
    found({
      "aws_ecs_service.web": {
        before: { desired_count: 2, task_definition: "web:1", status: "A" },
        after: { desired_count: 9, task_definition: "web:1", status: "B" },
      },
      "aws_ecs_cluster.web": { before: { tags_all: {} }, after: { tags_all: { a: "b" } } },
    }),
  ).toEqual([]);
});

test("a tag counts once, though no setting of the resource writes tags", () => {
  const tags = { a: "b" };
  expect(
    found({
      "aws_cloudwatch_log_group.logs": {
        before: { tags: {}, tags_all: {} },
        after: { tags, tags_all: tags },
      },
    })[0]?.attributes.map(({ name }) => name),
  ).toEqual(["tags_all"]);
});

test("a secret is named, and not shown", () => {
  const drift = found({
    "aws_db_instance.db": {
      before: { password: "former" },
      after: { password: "latter" },
      secret: { password: true },
    },
  });
  expect(drift[0]?.attributes).toEqual([{ name: "password", before: undefined, after: undefined }]);
  expect(driftText({ stack: "db-dev", deployed: true, drift, deploy: "" })).toContain(
    "password: (secret)",
  );
});

test("a report names each resource once, with the way back", () => {
  const drift: Drift[] = [
    {
      address: "aws_lb.web",
      change: "changed",
      attributes: [
        { name: "idle_timeout", before: 60, after: 30 },
        { name: "tags_all", before: {}, after: { long: "x".repeat(80) } },
      ],
    },
    { address: "aws_sns_topic.web", change: "deleted", attributes: [] },
  ];
  const deploy = "npm run cdktf -- deploy web-dev";
  const web = { stack: "web-dev", deployed: true, drift, deploy };
  expect(driftText(web).split("\n")).toEqual([
    "web-dev: 2 resources were changed outside Terraform",
    "  aws_lb.web         idle_timeout: 60 -> 30",
    `                     tags_all: {} -> {"long":"${"x".repeat(48)}...`,
    "  aws_sns_topic.web  deleted",
  ]);
  const role: Drift = {
    address: "aws_iam_role.web",
    change: "added",
    attributes: [{ name: "inline_policy", before: [], after: ["one", "two"] }],
  };
  const changed: Drift = {
    ...role,
    change: "changed",
    attributes: [{ name: "path", before: "/", after: "/a/" }],
  };
  expect(driftText({ ...web, drift: [changed, role] }).split("\n")).toEqual([
    "web-dev: 1 resource was changed outside Terraform",
    '  aws_iam_role.web  path: "/" -> "/a/"',
    "  aws_iam_role.web  inline_policy: added one",
    "                    inline_policy: added two",
  ]);
  const keep = "To keep a change, write it into the settings, then deploy.";
  const remove =
    "Deploying keeps what was added. Remove it in the AWS console or with the AWS CLI.";
  expect(adviceText([{ ...web, drift: [role] }]).split("\n")).toEqual(["", remove, keep]);
  expect(adviceText([{ ...web, drift: [changed, role] }]).split("\n")).toEqual([
    "",
    "To undo the changes, deploy again:",
    `  ${deploy}`,
    remove,
    keep,
  ]);
  expect(adviceText([web])).toContain(`\n  ${deploy}\n`);
  const quiet = { ...web, drift: [] };
  expect(driftText(quiet)).toBe("web-dev: no drift");
  expect(driftText({ ...quiet, deployed: false })).toBe("web-dev: not deployed");
  expect(adviceText([quiet])).toBe("");
});
