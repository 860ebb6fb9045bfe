import { type ResourceChange, valuesOf } from "../terraform/plan";

/** Resource types whose data a later apply cannot restore, and what they hold. */
const DATA_HOLDERS: Readonly<Record<string, string>> = {
  aws_backup_vault: "backups",
  aws_cloudwatch_log_group: "logs",
  aws_cognito_user_pool: "users",
  aws_db_instance: "a database",
  aws_docdb_cluster: "a database",
  aws_dynamodb_table: "a table",
  aws_ebs_volume: "a disk",
  aws_ecr_repository: "images",
  aws_efs_file_system: "files",
  aws_kinesis_stream: "records",
  aws_kms_key: "a key, without which its encrypted data is lost",
  aws_neptune_cluster: "a database",
  aws_opensearch_domain: "an index",
  aws_rds_cluster: "a database",
  aws_rds_cluster_instance: "a part of a database",
  aws_redshift_cluster: "a database",
  aws_route53_zone: "a zone, whose name servers the domain uses",
  aws_s3_bucket: "objects",
  aws_s3_object: "an object",
  aws_secretsmanager_secret: "a secret",
  aws_sqs_queue: "messages",
  aws_ssm_parameter: "a value",
};

/** Resource types that requests pass through. While one is missing, requests fail. */
const SERVING: readonly string[] = [
  "aws_api_gateway_domain_name",
  "aws_api_gateway_rest_api",
  "aws_api_gateway_stage",
  "aws_api_gateway_vpc_link",
  "aws_apigatewayv2_api",
  "aws_apigatewayv2_domain_name",
  "aws_apigatewayv2_integration",
  "aws_apigatewayv2_route",
  "aws_apigatewayv2_stage",
  "aws_apigatewayv2_vpc_link",
  "aws_autoscaling_group",
  "aws_cloudfront_distribution",
  "aws_cognito_user_pool_client",
  "aws_cognito_user_pool_domain",
  "aws_ecs_cluster",
  "aws_ecs_express_gateway_service",
  "aws_ecs_service",
  "aws_eip",
  "aws_internet_gateway",
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_listener_rule",
  "aws_lb_target_group",
  "aws_nat_gateway",
  "aws_route",
  "aws_route53_record",
  "aws_route_table",
  "aws_route_table_association",
  "aws_service_discovery_http_namespace",
  "aws_service_discovery_private_dns_namespace",
  "aws_service_discovery_service",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
];

/**
 * Resource types that a successor cannot replace, even if it exists first: clients use an address that contains the
 * name or ID of the old one, load balancers and databases cannot move to another network, and AWS refuses to delete a
 * protected load balancer.
 */
const IRREPLACEABLE: readonly string[] = [
  "aws_api_gateway_rest_api",
  "aws_api_gateway_stage",
  "aws_apigatewayv2_api",
  "aws_apigatewayv2_stage",
  "aws_cloudfront_distribution",
  "aws_cognito_user_pool_domain",
  "aws_lb",
  "aws_subnet",
  "aws_vpc",
];

/** Resource types that the guard checks. */
export const GUARDED_TYPES: readonly string[] = [...Object.keys(DATA_HOLDERS), ...SERVING];

/**
 * What a change loses: data, whenever the resource is deleted; requests, if a serving resource is deleted before its
 * replacement exists or clients cannot find the replacement.
 *
 * @returns in words that follow "aws_lb.web, which", or undefined when nothing is missed
 */
export function lossBy({ type, change }: ResourceChange): string | undefined {
  if (!change.actions.includes("delete")) return undefined;
  if (type in DATA_HOLDERS) return `holds ${DATA_HOLDERS[type]}`;
  const isReplacedFirst = change.actions[0] === "create";
  if (!SERVING.includes(type)) return undefined;
  if (isReplacedFirst && !IRREPLACEABLE.includes(type)) return undefined;
  const { desired_count: tasks, scheduling_strategy: strategy } = valuesOf(change.before);
  // A daemon runs on every instance, whatever its count.
  if (type !== "aws_ecs_service" || typeof tasks !== "number" || strategy === "DAEMON")
    return "serves requests";
  return tasks === 0 ? undefined : `serves requests with ${tasks} tasks`;
}
