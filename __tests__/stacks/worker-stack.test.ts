import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { running, runtimeOf, synthEnvironments } from "../support/environments";
import { container, rules } from "../support/stack-parts";
import type { TerraformJson } from "../support/synth";

/* The acceptance list is docs/reference/systems/worker.md's. */

const { stacks, dependencies } = synthEnvironments({
  dev: running("worker", dev),
  prod: running("worker", prod),
});
const onInstances = stacks["worker-dev"]!;
const onFargate = stacks["worker-prod"]!;
const images = stacks["worker-images-dev"]!;
const both: [string, TerraformJson][] = [
  ["instances", onInstances],
  ["Fargate", onFargate],
];

const queueOf = (json: TerraformJson, id: string) =>
  json.addressed("aws_sqs_queue").find(([address]) => address === `aws_sqs_queue.${id}`)![1];

/** What `jsonencode` is given. */
const encoded = (text: string) => JSON.parse(/^\$\{jsonencode\((.*)\)\}$/s.exec(text)![1]!);

const statements = (json: TerraformJson, policy: string) =>
  json.referenced(policy)["statement"] as Record<string, any>[];

const taskPolicy = (json: TerraformJson) => {
  const task = json.resource("aws_ecs_task_definition");
  const role = json.referenced(task["task_role_arn"] as string);
  const policy = json
    .resources("aws_iam_role_policy")
    .find((one) => json.referenced(one["role"] as string) === role)!;
  return statements(json, policy["policy"] as string);
};

const environment = (json: TerraformJson) =>
  Object.fromEntries(
    (container(json)["environment"] as { name: string; value: string }[]).map((one) => [
      one.name,
      one.value,
    ]),
  );

describe.each(both)("on %s", (_, json) => {
  test("[worker 1] has a cluster, a service and a task definition, and nothing that serves requests", () => {
    for (const type of ["aws_ecs_cluster", "aws_ecs_service", "aws_ecs_task_definition"]) {
      expect(json.resources(type)).toHaveLength(1);
    }
    const service = json.resource("aws_ecs_service");
    expect(service["load_balancer"]).toBeUndefined();
    expect(service["health_check_grace_period_seconds"]).toBeUndefined();
    for (const type of ["aws_lb", "aws_lb_target_group", "aws_service_discovery_service"]) {
      expect(json.resources(type)).toEqual([]);
    }
  });

  test("[worker 2] has two queues, encrypted by SQS's own keys", () => {
    expect(json.resources("aws_sqs_queue")).toHaveLength(2);
    for (const queue of json.resources("aws_sqs_queue")) {
      expect(queue["sqs_managed_sse_enabled"]).toBe(true);
    }
  });

  test("[worker 3] refuses whoever comes to a queue without TLS", () => {
    const policies = json.resources("aws_sqs_queue_policy");
    expect(new Set(policies.map(({ queue_url: url }) => json.referenced(url as string)))).toEqual(
      new Set(json.resources("aws_sqs_queue")),
    );
    for (const { queue_url: url, policy } of policies) {
      expect(statements(json, policy as string)).toEqual([
        {
          sid: "TlsOnly",
          effect: "Deny",
          actions: ["sqs:*"],
          resources: [String(url).replace(/\.(url|id)\}/, ".arn}")],
          principals: [{ type: "*", identifiers: ["*"] }],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ]);
    }
  });

  test("[worker 4] hands a message out five times, then gives it to the dead-letter queue, which takes from no other", () => {
    const queue = queueOf(json, "queue");
    expect(encoded(queue["redrive_policy"] as string)).toEqual({
      deadLetterTargetArn: "${aws_sqs_queue.queue_dead-letters.arn}",
      maxReceiveCount: 5,
    });
    const allow = json.resource("aws_sqs_queue_redrive_allow_policy");
    expect(json.referenced(allow["queue_url"] as string)).toBe(queueOf(json, "queue_dead-letters"));
    expect(encoded(allow["redrive_allow_policy"] as string)).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: ["${aws_sqs_queue.queue.arn}"],
    });
  });

  test("[worker 5] keeps a message for 4 days, a dead letter for 14, and hides what was taken for 60 s", () => {
    expect(queueOf(json, "queue")).toMatchObject({
      message_retention_seconds: 345_600,
      visibility_timeout_seconds: 60,
      receive_wait_time_seconds: 20,
    });
    expect(queueOf(json, "queue_dead-letters")["message_retention_seconds"]).toBe(1_209_600);
  });

  test("[worker 7] tracks 100 messages that wait for each running task", () => {
    const policy = json.resource("aws_appautoscaling_policy");
    const tracking = policy["target_tracking_scaling_policy_configuration"];
    expect(tracking.target_value).toBe(100);
    const [messages, tasks, value] = tracking.customized_metric_specification.metrics;
    expect(messages.metric_stat.metric.dimensions).toEqual([
      { name: "QueueName", value: "${aws_sqs_queue.queue.name}" },
    ]);
    expect(tasks.metric_stat.metric.metric_name).toBe("RunningTaskCount");
    expect(value.expression).toBe("(messages) / tasks");
  });

  test("[worker 8] has Container Insights, which count the tasks", () => {
    expect(json.resource("aws_ecs_cluster")["setting"]).toEqual([
      { name: "containerInsights", value: "enhanced" },
    ]);
  });

  test("[worker 9] allows the program to take, delete and give back messages of its queue, and to protect its tasks", () => {
    expect(taskPolicy(json)).toEqual([
      {
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
        resources: ["${aws_sqs_queue.queue.arn}"],
      },
      {
        actions: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
        resources: [expect.stringMatching(/:task\/\$\{aws_ecs_cluster\.cluster\.name\}\/\*$/)],
      },
    ]);
  });

  test("[worker 10] tells the program its queue, its limits, and when to have ended", () => {
    expect(environment(json)).toEqual({
      QUEUE_URL: "${aws_sqs_queue.queue.url}",
      AWS_REGION: "us-east-2",
      MESSAGE_TIMEOUT_SECONDS: "20",
      CONCURRENCY: "10",
      SCALE_IN_PROTECTION: "true",
      STOP_TIMEOUT_SECONDS: "29",
    });
    expect(container(json)["stopTimeout"]).toBe(30);
  });

  test("[worker 11] replaces a task whose health check fails, and takes back a release that does not start", () => {
    expect(container(json)["healthCheck"].command.join(" ")).toContain(
      "http://127.0.0.1:8080/health",
    );
    expect(json.resource("aws_ecs_service")["deployment_circuit_breaker"]).toEqual({
      enable: true,
      rollback: true,
    });
  });

  test("[worker 12] admits nobody: no rule of a security group lets anything in", () => {
    expect(json.resources("aws_vpc_security_group_ingress_rule")).toEqual([]);
  });

  test("[worker 13] tells where its queues are", () => {
    expect(Object.keys(json.outputs)).toEqual(
      expect.arrayContaining(["queue_url", "dead_letter_queue_url", "service_name"]),
    );
  });
});

test("[worker 6] alarms a person of work that waits for 15 minutes, and of each dead letter", () => {
  const alarms = onFargate
    .resources("aws_cloudwatch_metric_alarm")
    .filter(({ namespace }) => namespace === "AWS/SQS");
  const alarm = (name: string) =>
    alarms.find(({ alarm_name: own }) => own === `worker-prod-${name}`)!;
  expect(alarms).toHaveLength(2);
  expect(alarm("oldest-message")).toMatchObject({
    namespace: "AWS/SQS",
    metric_name: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: "${aws_sqs_queue.queue.name}" },
    threshold: 900,
    comparison_operator: "GreaterThanThreshold",
  });
  expect(alarm("dead-letters")).toMatchObject({
    metric_name: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: "${aws_sqs_queue.queue_dead-letters.name}" },
    threshold: 0,
  });
  for (const { alarm_actions: actions } of alarms) {
    expect(actions).toEqual(["${aws_sns_topic.notifications.arn}"]);
  }
  expect(onInstances.resources("aws_cloudwatch_metric_alarm")).toEqual([]);
});

describe("capacity", () => {
  test("[worker 14] runs on Fargate in private subnets, with a way out by HTTPS alone", () => {
    const service = onFargate.resource("aws_ecs_service");
    expect(onFargate.resource("aws_ecs_task_definition")).toMatchObject({
      requires_compatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
    });
    const network = service["network_configuration"];
    expect(network.assign_public_ip).toBe(false);
    const [group] = network.security_groups as string[];
    expect(rules(onFargate, "egress", group!).map((rule) => rule["to_port"])).toEqual([443]);
    expect(onFargate.resources("aws_autoscaling_group")).toEqual([]);
  });

  test("[worker 15] runs on instances that ECS adds and removes as the tasks ask for them", () => {
    expect(onInstances.resource("aws_autoscaling_group")).toMatchObject({
      min_size: 1,
      max_size: 10,
    });
    const provider = onInstances.resource("aws_ecs_capacity_provider");
    expect(provider["auto_scaling_group_provider"].managed_scaling.status).toBe("ENABLED");
    expect(container(onInstances)).toMatchObject({ cpu: 256, memory: 512 });
    expect(onInstances.resource("aws_ecs_service")["network_configuration"]).toBeUndefined();
  });

  test("[worker 16] reaches SQS by an endpoint where there is no NAT gateway", () => {
    const network = { kind: "own", zoneCount: 2, nat: "none" } as const;
    const json = runtimeOf("worker", { network, capacity: { kind: "fargate" } });
    const services = json.resources("aws_vpc_endpoint").map((one) => String(one["service_name"]));
    expect(services.some((name) => name.endsWith(".sqs"))).toBe(true);
  });
});

test("[worker 17] leaves the number of tasks to scaling, from 1 to 20", () => {
  expect(onInstances.resource("aws_appautoscaling_target")).toMatchObject({
    min_capacity: 1,
    max_capacity: 20,
  });
  expect(onInstances.resource("aws_ecs_service")["lifecycle"].ignore_changes).toEqual([
    "desired_count",
  ]);
});

test("[worker 18] has an images stack, which comes first", () => {
  expect(images.resource("aws_ecr_repository")["name"]).toBe("worker");
  expect(dependencies["worker-dev"]).toEqual(["worker-images-dev"]);
});

test("[worker 19] asks for no protection and no right to it where scaleInProtection is false", () => {
  const json = runtimeOf("worker", { scaleInProtection: false });
  expect(environment(json)["SCALE_IN_PROTECTION"]).toBe("false");
  expect(JSON.stringify(taskPolicy(json))).not.toContain("TaskProtection");
});

test("every setting of the queue and the messages arrives", () => {
  const json = runtimeOf("worker", {
    queue: {
      name: "mails",
      visibilityTimeoutSeconds: 300,
      retentionDays: 2,
      maxReceives: 3,
      deadLetterRetentionDays: 7,
    },
    messages: { timeoutSeconds: 120, concurrency: 2 },
    container: { environment: { CONCURRENCY: "1" } },
  });
  expect(queueOf(json, "queue")).toMatchObject({
    name: "mails",
    visibility_timeout_seconds: 300,
    message_retention_seconds: 172_800,
  });
  expect(queueOf(json, "queue_dead-letters")).toMatchObject({
    name: "mails-dead-letters",
    message_retention_seconds: 604_800,
  });
  expect(encoded(queueOf(json, "queue")["redrive_policy"] as string).maxReceiveCount).toBe(3);
  expect(environment(json)).toMatchObject({ MESSAGE_TIMEOUT_SECONDS: "120", CONCURRENCY: "1" });
});
