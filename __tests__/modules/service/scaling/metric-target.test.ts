import {
  ServiceScaling,
  type ServiceScalingProps,
  type ServiceScalingStrategy,
} from "../../../../modules/service/scaling/service-scaling";
import { synth, type TerraformJson } from "../../../support/synth";
import { service } from "../fixtures";

function scaled(
  strategies: readonly ServiceScalingStrategy[],
  props: Partial<ServiceScalingProps> = {},
): TerraformJson {
  return synth((stack) => {
    new ServiceScaling(stack, "scaling", {
      service: service(stack),
      minTasks: 1,
      maxTasks: 20,
      strategies,
      ...props,
    });
  });
}

const queriesOf = (json: TerraformJson) => {
  const policy = json.resource("aws_appautoscaling_policy");
  return policy.target_tracking_scaling_policy_configuration.customized_metric_specification
    .metrics as Record<string, any>[];
};

const latency = {
  namespace: "Shop",
  metricName: "Latency",
  dimensions: { Zone: "a", Api: "orders" },
  statistic: "p95",
};
const tasks = {
  id: "tasks",
  metric_stat: {
    metric: {
      namespace: "ECS/ContainerInsights",
      metric_name: "RunningTaskCount",
      dimensions: [
        { name: "ClusterName", value: "${aws_ecs_cluster.cluster.name}" },
        { name: "ServiceName", value: "${aws_ecs_service.service.name}" },
      ],
    },
    stat: "Average",
  },
  return_data: false,
};

test("queue-target divides the messages of the service's queue by its running tasks, as AWS writes it", () => {
  const json = scaled([{ kind: "queue-target", messagesPerTask: 100 }], { queueName: "jobs" });
  const policy = json.resource("aws_appautoscaling_policy");
  expect(policy.policy_type).toBe("TargetTrackingScaling");
  expect(policy.target_tracking_scaling_policy_configuration).toMatchObject({
    target_value: 100,
    scale_in_cooldown: 300,
    scale_out_cooldown: 300,
  });
  expect(queriesOf(json)).toEqual([
    {
      id: "messages",
      metric_stat: {
        metric: {
          namespace: "AWS/SQS",
          metric_name: "ApproximateNumberOfMessagesVisible",
          dimensions: [{ name: "QueueName", value: "jobs" }],
        },
        stat: "Sum",
      },
      return_data: false,
    },
    tasks,
    { id: "value", expression: "(messages) / tasks", return_data: true },
  ]);
});

test("a queue that is named has the say before the service's own, and addresses of its own", () => {
  const json = scaled(
    [
      { kind: "queue-target", messagesPerTask: 100 },
      { kind: "queue-target", messagesPerTask: 10, queueName: "mails.fifo" },
    ],
    { queueName: "jobs" },
  );
  const policies = json.addressed("aws_appautoscaling_policy");
  expect(policies.map(([address]) => address.replace(/_[0-9A-F]{8}$/, ""))).toEqual([
    "aws_appautoscaling_policy.scaling_queue-target-mails-fifo",
    "aws_appautoscaling_policy.scaling_queue-target",
  ]);
  expect(JSON.stringify(policies[0])).toContain('"value":"mails.fifo"');
  expect(new Set(policies.map(([, { name }]) => name as string)).size).toBe(2);
});

test("metric-target tracks one metric as it is, its dimensions in order", () => {
  expect(
    queriesOf(scaled([{ kind: "metric-target", targetValue: 0.2, metrics: { latency } }])),
  ).toEqual([
    {
      id: "latency",
      metric_stat: {
        metric: {
          namespace: "Shop",
          metric_name: "Latency",
          dimensions: [
            { name: "Api", value: "orders" },
            { name: "Zone", value: "a" },
          ],
        },
        stat: "p95",
      },
      return_data: true,
    },
  ]);
});

test("metric-target follows the service's own load balancer: requests in flight for each task", () => {
  const of = (metricName: string, statistic: string) => ({
    namespace: "AWS/ApplicationELB",
    metricName,
    statistic,
    ofLoadBalancer: true,
  });
  const strategy: ServiceScalingStrategy = {
    kind: "metric-target",
    name: "in-flight",
    targetValue: 20,
    metrics: {
      requests: of("RequestCountPerTarget", "Sum"),
      seconds: of("TargetResponseTime", "Average"),
    },
    expression: "requests * seconds / 60",
  };
  const requestCount = {
    loadBalancerArnSuffix: "app/balancer/1",
    targetGroupArnSuffix: "targetgroup/shop/2",
  };
  const dimensions = [
    { name: "LoadBalancer", value: "app/balancer/1" },
    { name: "TargetGroup", value: "targetgroup/shop/2" },
  ];
  expect(queriesOf(scaled([strategy], { requestCount }))).toMatchObject([
    { id: "requests", metric_stat: { metric: { dimensions }, stat: "Sum" }, return_data: false },
    { id: "seconds", metric_stat: { metric: { dimensions }, stat: "Average" }, return_data: false },
    { id: "value", expression: "requests * seconds / 60", return_data: true },
  ]);
  expect(() => scaled([strategy])).toThrow(
    "`metrics.requests.ofLoadBalancer` must not be true without a target group (`requestCount`).",
  );
});

test("metric-target tracks what its expression makes of several metrics, for each task when told so", () => {
  const errors = { namespace: "Shop", metricName: "Errors" };
  const queries = queriesOf(
    scaled([
      {
        kind: "metric-target",
        targetValue: 5,
        metrics: { latency, errors },
        expression: "latency + errors",
        perTask: true,
      },
    ]),
  );
  expect(queries.map(({ id, return_data: isValue }) => [id, isValue])).toEqual([
    ["latency", false],
    ["errors", false],
    ["tasks", false],
    ["value", true],
  ]);
  expect(queries[3]!.expression).toBe("(latency + errors) / tasks");
});

test.each<[string, ServiceScalingStrategy, string]>([
  [
    "a queue target without a queue",
    { kind: "queue-target", messagesPerTask: 1 },
    "must have a queue to count messages in (`queueName`), got none",
  ],
  [
    "a queue with an impossible name",
    { kind: "queue-target", messagesPerTask: 1, queueName: "jobs.tmp" },
    "`queueName` must be the name of an SQS queue",
  ],
  [
    "a target of nothing",
    { kind: "metric-target", targetValue: 0, metrics: { latency } },
    "`targetValue` must be from 0.0001 to 1000000000, got 0",
  ],
  [
    "an expression that uses what is not there",
    { kind: "metric-target", targetValue: 1, metrics: { latency }, expression: "latency / m2" },
    "must use names of metrics (latency)",
  ],
  [
    "a cool-down of two days",
    {
      kind: "metric-target",
      targetValue: 1,
      metrics: { latency },
      scaleInCooldownSeconds: 172_800,
    },
    "`scaleInCooldownSeconds` must be from 0 to 86400",
  ],
])("refuses %s", (_, strategy, message) => {
  expect(() => scaled([strategy])).toThrow(message);
});
