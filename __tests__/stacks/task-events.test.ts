import { devWith, runtimeOf, synthEnvironments } from "../support/environments";

const json = runtimeOf("talk-service", {}, { ecsEvents: true, logRetentionDays: 14 });
const group = json
  .resources("aws_cloudwatch_log_group")
  .find(({ name }) => name === "/aws/events/ecs/talk-service-dev")!;
const patterns = json
  .resources("aws_cloudwatch_event_rule")
  .map(({ event_pattern: pattern }) => JSON.parse(pattern as string) as Record<string, unknown>);

test("keeps the events as long as the environment keeps logs", () => {
  expect(group.retention_in_days).toBe(14);
});

test("takes the stopped tasks of its own cluster, and the failures of each of its services", () => {
  expect(patterns).toContainEqual({
    source: ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    detail: { clusterArn: ["${aws_ecs_cluster.cluster.arn}"], lastStatus: ["STOPPED"] },
  });
  const services = json.addressed("aws_ecs_service").map(([address]) => `\${${address}.id}`);
  expect(services).toHaveLength(3);
  expect(patterns).toContainEqual({
    source: ["aws.ecs"],
    "detail-type": ["ECS Service Action", "ECS Deployment State Change"],
    resources: expect.arrayContaining(services) as string[],
    detail: { eventType: ["WARN", "ERROR"] },
  });
  const targets = json.resources("aws_cloudwatch_event_target");
  expect(targets.map(({ arn }) => json.referenced(arn as string))).toEqual([group, group]);
});

test("lets EventBridge write there for these rules only", () => {
  const { policy_document: policy } = json.resource("aws_cloudwatch_log_resource_policy");
  const { statement } = json.referenced(policy as string);
  expect(statement).toMatchObject([
    { actions: ["logs:CreateLogStream"] },
    {
      actions: ["logs:PutLogEvents"],
      resources: ["${aws_cloudwatch_log_group.task-events_logs.arn}:*:*"],
      condition: [{ test: "ArnEquals", variable: "aws:SourceArn" }],
    },
  ]);
  const [, { condition }] = statement as [object, { condition: [{ values: string[] }] }];
  expect(condition[0].values.map((rule) => json.referenced(rule))).toEqual(
    expect.arrayContaining(json.resources("aws_cloudwatch_event_rule")),
  );
});

test("has a saved query that says why tasks stopped", () => {
  const queries = json.resources("aws_cloudwatch_query_definition");
  const why = queries.find(({ name }) => name === "talk-service-dev/why-tasks-stopped");
  expect(why?.query_string).toContain("detail.stoppedReason");
  expect(json.referenced((why?.log_group_names as string[])[0]!)).toBe(group);
});

test.each([
  [{}, 0],
  [{ notificationEmail: "operations@example.com" }, 1],
  [{ notificationEmail: "operations@example.com", ecsEvents: false }, 0],
])("with %j there are %i such groups", (environment, number) => {
  const groups = synthEnvironments(devWith({}, environment))
    .stacks["http-scale-out-dev"]!.resources("aws_cloudwatch_log_group")
    .filter(({ name }) => (name as string).startsWith("/aws/events/"));
  expect(groups).toHaveLength(number);
});

test("without the events, no alarm counts them", () => {
  const without = runtimeOf(
    "http-scale-out",
    {},
    { notificationEmail: "operations@example.com", ecsEvents: false },
  );
  const names = without
    .resources("aws_cloudwatch_metric_alarm")
    .map(({ alarm_name: name }) => name);
  expect(names).not.toContain("http-scale-out-dev-crash-loop");
  expect(names).toContain("http-scale-out-dev-logs-log-errors");
});
