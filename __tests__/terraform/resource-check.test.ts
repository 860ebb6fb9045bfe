import {
  checkResources,
  createdResources,
  writtenResources,
} from "../../tools/rehearse/cloudformation/resource-check";
import { StackJson } from "../../tools/synthesized/stack-json";

const subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
const database = {
  engine: "mysql",
  engine_version: "8.4",
  instance_class: "db.t4g.small",
  allocated_storage: 20,
  identifier: "shop",
};

function stackOf(resource: object, region = "us-east-2"): StackJson {
  return new StackJson({
    provider: { aws: [{ region }, { region: "us-east-1", alias: "everywhere" }] },
    resource: resource,
  });
}

test("names what a region does not offer, and passes it where it is offered", async () => {
  const resources = {
    aws_db_instance: { database },
    aws_cognito_user_pool: { users: { name: "users" } },
  };
  const { checked, violations } = await checkResources(
    await Promise.all(
      ["us-east-2", "ca-west-1", "cn-north-1"].map((region) =>
        writtenResources(region, stackOf(resources, region)),
      ),
    ),
  );
  expect(checked).toBe(6);
  expect(violations.map(({ resource, field, value }) => [resource, field, value])).toEqual(
    expect.arrayContaining([
      ["ca-west-1: aws_db_instance.database", "DBInstanceClass", "db.t4g.small"],
      ["cn-north-1: aws_cognito_user_pool.users", "Type", "AWS::Cognito::UserPool"],
    ]),
  );
  expect(violations.filter(({ resource }) => resource.startsWith("us-east-2"))).toEqual([]);
  expect(violations.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^E3025: is not one of/)]),
  );
});

test("reports a violation in every affected stack, and duplicate names only within one stack", async () => {
  const topic = (name: string) => ({ aws_sns_topic: { alarms: { name } } });
  const repositories = (...names: readonly string[]) => ({
    aws_ecr_repository: Object.fromEntries(names.map((name, index) => [`r${index}`, { name }])),
  });
  const { checked, violations } = await checkResources(
    await Promise.all([
      writtenResources("one", stackOf({ ...topic("a".repeat(300)), ...repositories("web") })),
      writtenResources("other", stackOf({ ...topic("a".repeat(300)), ...repositories("web") })),
      writtenResources("twice", stackOf({ ...topic("alarms"), ...repositories("web", "web") })),
    ]),
  );
  expect(checked).toBe(7);
  expect(violations.map(({ resource, field }) => [resource, field]).sort()).toEqual([
    ["one: aws_sns_topic.alarms", "TopicName"],
    ["other: aws_sns_topic.alarms", "TopicName"],
    ["twice: aws_ecr_repository.r0", "RepositoryName"],
    ["twice: aws_ecr_repository.r1", "RepositoryName"],
  ]);
});

test("compares blocks, tags, JSON in strings and numbers, and ignores values known only after an apply", async () => {
  const json = stackOf({
    aws_vpc: { it: { cidr_block: "10.0.0.0/16" } },
    aws_ecr_repository: { web: { name: "web" } },
    aws_lb_target_group: {
      web: {
        port: 80,
        protocol: "HTTP",
        vpc_id: "${aws_vpc.it.id}",
        health_check: { interval: 301, path: "/" },
      },
    },
    aws_ecs_task_definition: {
      web: {
        family: "web",
        network_mode: "bridged",
        container_definitions:
          '${jsonencode([{"name":"web","image":"${aws_ecr_repository.web.repository_url}","essential":"yes"}])}',
      },
    },
    aws_sns_topic: { alarms: { name: "a".repeat(300), tags: { Team: "shop" } } },
  });
  const { violations } = await checkResources([await writtenResources("web", json)]);
  expect(violations.map(({ resource, field }) => [resource, field]).sort()).toEqual([
    ["web: aws_ecs_task_definition.web", "ContainerDefinitions"],
    ["web: aws_ecs_task_definition.web", "ContainerDefinitions.0.Essential"],
    ["web: aws_ecs_task_definition.web", "NetworkMode"],
    ["web: aws_lb_target_group.web", "HealthCheckIntervalSeconds"],
    ["web: aws_sns_topic.alarms", "TopicName"],
  ]);
});

test("compares what was made, in the region of its provider, and names what was not compared", async () => {
  const json = stackOf({
    aws_cognito_user_pool: { users: { name: "users" } },
    aws_acm_certificate: { page: { domain_name: "a.example.com", provider: "aws.everywhere" } },
    aws_lb: { web: { name: "web", subnets, idle_timeout: 60 } },
    aws_nonsense: { it: {} },
  });
  const state = (type: string, name: string, attributes: object) => ({
    mode: "managed",
    type,
    name,
    instances: [{ attributes: attributes as Record<string, never> }],
  });
  const made = createdResources("web", json, {
    resources: [
      state("aws_cognito_user_pool", "users", { name: "u".repeat(129), arn: "arn:aws:…" }),
      state("aws_acm_certificate", "page", { domain_name: "a.example.com" }),
      state("aws_lb", "web", { name: "web", subnets, idle_timeout: 60, dns_name: "a.example.com" }),
      state("aws_nonsense", "it", {}),
      { mode: "data", type: "aws_vpc", name: "it", instances: [] },
    ],
  });
  expect(made.resources.map(({ address, region }) => [address, region])).toEqual([
    ["aws_cognito_user_pool.users", "us-east-2"],
    ["aws_acm_certificate.page", "us-east-1"],
    ["aws_lb.web", "us-east-2"],
    ["aws_nonsense.it", "us-east-2"],
  ]);
  const { violations, unmapped } = await checkResources([made]);
  expect(violations).toEqual([
    expect.objectContaining({
      operation: "AWS::Cognito::UserPool",
      resource: "web: aws_cognito_user_pool.users",
      field: "UserPoolName",
      rule: "E3033: is longer than 128",
    }),
  ]);
  expect(unmapped).toEqual(["aws_lb.idle_timeout", "aws_nonsense"]);
});

test("leaves out what the provider fills in at one place while the configuration sets it at another", async () => {
  const share = {
    id: "share",
    return_data: true,
    metric: [
      { namespace: "AWS/SQS", metric_name: "NumberOfMessagesSent", period: 60, stat: "Sum" },
    ],
  };
  const alarm = {
    alarm_name: "share",
    comparison_operator: "GreaterThanThreshold",
    evaluation_periods: 5,
    threshold: 1,
    metric_query: [share],
  };
  const json = stackOf({ aws_cloudwatch_metric_alarm: { share: alarm } });
  const made = createdResources("web", json, {
    resources: [
      {
        mode: "managed",
        type: "aws_cloudwatch_metric_alarm",
        name: "share",
        // The provider keeps a period of 0 for an alarm of several metrics.
        instances: [{ attributes: { ...alarm, period: 0 } }],
      },
    ],
  });
  expect((await checkResources([made])).violations).toEqual([]);
});
