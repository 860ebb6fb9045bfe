import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import type { EnvironmentSettings } from "../../settings/environment";
import { runtimeOf, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

/*
 * The addresses of resources that hold data or are seen from outside: under another address Terraform destroys one and
 * creates another. Change one of these only together with a `moved` block.
 */

const { stacks } = synthEnvironments({ dev, prod });

function addressesOf(json: TerraformJson, types: readonly string[]): string[] {
  const resources = json.json["resource"] as Record<string, Record<string, unknown>>;
  return types.flatMap((type) => Object.keys(resources[type] ?? {}).map((id) => `${type}.${id}`));
}

/** Types whose resources hold data, or have an address that others know. */
const PINNED = [
  "aws_api_gateway_rest_api",
  "aws_apigatewayv2_api",
  "aws_cloudfront_distribution",
  "aws_cloudwatch_log_group",
  "aws_cognito_user_pool",
  "aws_cognito_user_pool_client",
  "aws_db_instance",
  "aws_dynamodb_table",
  "aws_ecr_repository",
  "aws_ecs_cluster",
  "aws_ecs_service",
  "aws_kms_key",
  "aws_lb",
  "aws_lb_target_group",
  "aws_s3_bucket",
  "aws_service_discovery_service",
  "aws_sns_topic",
  "aws_sqs_queue",
  "aws_vpc",
];

test.each<[stack: string, addresses: string[]]>([
  ["state-prod", ["aws_kms_key.bucket_key", "aws_s3_bucket.bucket"]],
  ["http-scale-out-images-dev", ["aws_ecr_repository.http-api-repository"]],
  [
    "http-scale-out-prod",
    [
      "aws_cloudwatch_log_group.logs",
      "aws_cloudwatch_log_group.network_flow-logs_group",
      "aws_cloudwatch_log_group.task-events_logs",
      "aws_ecs_cluster.cluster",
      "aws_ecs_service.service",
      "aws_kms_key.notifications_key",
      "aws_lb.entry_load-balancer",
      "aws_lb_target_group.service_target-group",
      "aws_s3_bucket.entry_load-balancer_access-logs",
      "aws_sns_topic.notifications",
      "aws_vpc.network",
    ],
  ],
  [
    "daemon-api-dev",
    [
      "aws_cloudwatch_log_group.logs",
      "aws_ecs_cluster.cluster",
      "aws_ecs_service.service",
      "aws_lb.entry_load-balancer",
      "aws_lb_target_group.service_target-group",
    ],
  ],
  [
    "talk-service-dev",
    [
      "aws_cloudwatch_log_group.logs",
      "aws_ecs_cluster.cluster",
      "aws_ecs_service.speaker-service",
      "aws_ecs_service.talk-service",
      "aws_ecs_service.talk-service_green",
      "aws_lb.entry_load-balancer",
      "aws_lb_target_group.speaker-service_target-group",
      "aws_lb_target_group.talk-service_green-target-group",
      "aws_lb_target_group.talk-service_target-group",
    ],
  ],
  [
    "rest-api-prod",
    [
      "aws_api_gateway_rest_api.api",
      "aws_cloudwatch_log_group.api_stage_logs_access",
      "aws_cloudwatch_log_group.api_stage_logs_execution",
      "aws_cloudwatch_log_group.api_web-acl_logs",
      "aws_cloudwatch_log_group.database_error-log",
      "aws_cloudwatch_log_group.database_slowquery-log",
      "aws_cloudwatch_log_group.network_flow-logs_group",
      "aws_cloudwatch_log_group.student-logs",
      "aws_cloudwatch_log_group.subject-logs",
      "aws_cloudwatch_log_group.task-events_logs",
      "aws_db_instance.database",
      "aws_ecs_cluster.cluster",
      "aws_ecs_service.student-service",
      "aws_ecs_service.subject-service",
      "aws_kms_key.notifications_key",
      "aws_lb.entry_load-balancer",
      "aws_lb.vpc-link_network-load-balancer",
      "aws_lb_target_group.student-service_target-group",
      "aws_lb_target_group.subject-service_target-group",
      "aws_lb_target_group.vpc-link_network-load-balancer_target-group",
      "aws_s3_bucket.entry_load-balancer_access-logs",
      "aws_sns_topic.notifications",
      "aws_vpc.network",
    ],
  ],
  [
    "http-api-dev",
    [
      "aws_apigatewayv2_api.api",
      "aws_cloudfront_distribution.page_distribution",
      "aws_cloudwatch_log_group.api_stage_logs",
      "aws_cloudwatch_log_group.logs",
      "aws_cognito_user_pool.identity_user-pool",
      "aws_cognito_user_pool_client.identity_client",
      "aws_dynamodb_table.food-table",
      "aws_dynamodb_table.pet-table",
      "aws_ecs_cluster.cluster",
      "aws_ecs_service.food-service",
      "aws_ecs_service.pet-service",
      "aws_s3_bucket.page_bucket",
      "aws_service_discovery_service.food-service_discovery",
      "aws_service_discovery_service.pet-service_discovery",
      "aws_vpc.network",
    ],
  ],
  [
    "worker-dev",
    [
      "aws_cloudwatch_log_group.logs",
      "aws_ecs_cluster.cluster",
      "aws_ecs_service.service",
      "aws_sqs_queue.queue",
      "aws_sqs_queue.queue_dead-letters",
    ],
  ],
])("%s keeps the addresses of what holds data or is seen from outside", (stack, addresses) => {
  expect(addressesOf(stacks[stack]!, PINNED).sort()).toEqual(addresses);
});

test("gives every resource an address without a hash, but for what paths of the user name", () => {
  for (const json of Object.values(stacks)) {
    const hashed = addressesOf(json, Object.keys(json.json["resource"] as object)).filter(
      (address) => /_[0-9A-F]{8}$/.test(address),
    );
    expect(
      hashed.filter((address) => !/^aws_(s3_object|api_gateway_resource)\./.test(address)),
    ).toEqual([]);
  }
});

type Deployment = NonNullable<
  NonNullable<
    NonNullable<EnvironmentSettings["systems"]["talk-service"]>["services"]
  >[string]["deployment"]
>;

test.each<Deployment>([{ kind: "blue-green-by-variable" }, { kind: "blue-green-by-ecs" }])(
  "[2026-11 B4] a service that goes over to %j stays where it is, and so does everything of it",
  (deployment) => {
    const talk = (services: object) =>
      runtimeOf("talk-service", { services: { talk: { priority: 1, ...services } } });
    const rolling = talk({});
    const types = Object.keys(rolling.json["resource"] as object);
    expect(addressesOf(talk({ deployment }), types)).toEqual(
      expect.arrayContaining(addressesOf(rolling, types)),
    );
  },
);

test("[2026-11 B4] blue has the names of a service without colours, so that nothing of it is replaced", () => {
  const talk = (deployment: Deployment) =>
    runtimeOf(
      "talk-service",
      { services: { talk: { priority: 1, deployment } } },
      {
        notificationEmail: "operations@example.com",
      },
    );
  const rolling = talk({ kind: "rolling" });
  const blue = talk({ kind: "blue-green-by-variable" });
  for (const [type, name] of [
    ["aws_ecs_service", "name"],
    ["aws_ecs_task_definition", "family"],
    ["aws_iam_role", "name_prefix"],
    ["aws_appautoscaling_policy", "name"],
    ["aws_cloudwatch_metric_alarm", "alarm_name"],
    ["aws_lb_listener_rule", "priority"],
  ] as const) {
    const names = (json: TerraformJson) =>
      json.resources(type).map((each) => each[name] as unknown);
    expect(names(blue)).toEqual(expect.arrayContaining(names(rolling)));
  }
});
