/**
 * AWS's default quotas for resources within another resource. Limits of a single resource's schema (name lengths, list
 * entries) are not repeated here, because cfn-lint checks them.
 */
export interface CountQuota {
  readonly type: string;
  /** The argument that refers to the parent. */
  readonly within: string;
  /** Counts only resources with this value of another argument. @default all */
  readonly only?: { readonly argument: string; readonly value: unknown };
  readonly most: number;
}

/**
 * As of November 2026.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/cloud-map/latest/dg/cloud-map-limits.html
 */
export const countQuotas: readonly CountQuota[] = [
  { type: "aws_lb_listener_rule", within: "listener_arn", most: 100 },
  { type: "aws_lb_listener", within: "load_balancer_arn", most: 50 },
  { type: "aws_apigatewayv2_route", within: "api_id", most: 300 },
  { type: "aws_apigatewayv2_integration", within: "api_id", most: 300 },
  { type: "aws_apigatewayv2_authorizer", within: "api_id", most: 10 },
  { type: "aws_api_gateway_resource", within: "rest_api_id", most: 300 },
  { type: "aws_api_gateway_authorizer", within: "rest_api_id", most: 10 },
  { type: "aws_api_gateway_usage_plan_key", within: "usage_plan_id", most: 10_000 },
  { type: "aws_appautoscaling_policy", within: "resource_id", most: 50 },
  { type: "aws_appautoscaling_scheduled_action", within: "resource_id", most: 200 },
  { type: "aws_cognito_resource_server", within: "user_pool_id", most: 25 },
  { type: "aws_iam_role_policy_attachment", within: "role", most: 10 },
  { type: "aws_ecs_service", within: "cluster", most: 5000 },
  { type: "aws_service_discovery_service", within: "namespace_id", most: 5000 },
  { type: "aws_vpc_security_group_ingress_rule", within: "security_group_id", most: 60 },
  { type: "aws_vpc_security_group_egress_rule", within: "security_group_id", most: 60 },
];

/** Limits for the text of one resource, or of all resources with the same parent together. */
export interface SizeQuota {
  readonly type: string;
  /** The argument with the text. White space does not count. */
  readonly argument: string;
  /** The argument that refers to the parent. @default - each resource separately */
  readonly within?: string;
  readonly mostCharacters: number;
}

/**
 * As of November 2026.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
 */
export const sizeQuotas: readonly SizeQuota[] = [
  { type: "aws_iam_role_policy", argument: "policy", within: "role", mostCharacters: 10_240 },
  { type: "aws_iam_role", argument: "assume_role_policy", mostCharacters: 2048 },
  { type: "aws_iam_policy", argument: "policy", mostCharacters: 6144 },
  { type: "aws_vpc_endpoint", argument: "policy", mostCharacters: 20_480 },
  { type: "aws_s3_bucket_policy", argument: "policy", mostCharacters: 20_480 },
  { type: "aws_ecs_task_definition", argument: "container_definitions", mostCharacters: 65_536 },
  { type: "aws_cloudfront_function", argument: "code", mostCharacters: 10_240 },
  { type: "aws_ecr_repository_policy", argument: "policy", mostCharacters: 10_240 },
];

/** Tags per resource. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html as of November 2026 */
export const MOST_TAGS = 50;
