/** A resource type whose names are unique, within an account's region or the whole account. */
export interface UniqueName {
  /** What has the name, in the user's terms. */
  readonly thing: string;
  /** Terraform's argument. @default "name" */
  readonly argument?: string;
  /** @default "region" */
  readonly within?: "region" | "account";
}

/**
 * By Terraform type. If two resources have the same name, AWS rejects the second one (a load balancer, a table), or both
 * stacks share one resource (a cluster, an alarm), and each apply of one stack changes it for the other.
 * As of November 2026.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const uniqueNames: Readonly<Record<string, UniqueName>> = {
  aws_autoscaling_group: { thing: "Auto Scaling group" },
  aws_budgets_budget: { thing: "budget", within: "account" },
  aws_cloudfront_function: { thing: "CloudFront function", within: "account" },
  aws_cloudfront_origin_access_control: { thing: "origin access control", within: "account" },
  aws_chatbot_slack_channel_configuration: {
    thing: "chat configuration",
    argument: "configurationName",
    within: "account",
  },
  aws_chatbot_teams_channel_configuration: {
    thing: "chat configuration",
    argument: "configurationName",
    within: "account",
  },
  aws_cloudwatch_composite_alarm: { thing: "composite alarm", argument: "alarmName" },
  aws_cloudwatch_event_rule: { thing: "event rule" },
  aws_cloudwatch_log_group: { thing: "log group" },
  aws_cloudwatch_metric_alarm: { thing: "alarm", argument: "alarmName" },
  aws_cognito_user_pool_domain: { thing: "sign-in domain", argument: "domain" },
  aws_db_instance: { thing: "database", argument: "identifier" },
  aws_dynamodb_table: { thing: "table" },
  aws_ecr_repository: { thing: "repository" },
  aws_ecs_capacity_provider: { thing: "capacity provider" },
  aws_ecs_cluster: { thing: "cluster" },
  aws_iam_instance_profile: { thing: "instance profile", within: "account" },
  aws_iam_role: { thing: "role", within: "account" },
  aws_kms_alias: { thing: "alias of a key" },
  aws_launch_template: { thing: "launch template" },
  aws_lb: { thing: "load balancer" },
  aws_lb_target_group: { thing: "target group" },
  aws_sesv2_email_identity: { thing: "e-mail identity", argument: "emailIdentity" },
  aws_sfn_state_machine: { thing: "workflow" },
  aws_sns_topic: { thing: "topic" },
  aws_wafv2_web_acl: { thing: "web ACL" },
};

/** Where a resource is deployed, and the suffix of its names. */
export interface Place {
  region: string;
  nameSuffix: string;
  /** @default unknown */
  accountId?: string;
}

/**
 * Whether two deployments are in the same account and region: "maybe" if one of them has no account ID and their names
 * differ.
 */
export function shareAccount(one: Place, other: Place): "yes" | "maybe" | "no" {
  if (one.region !== other.region) return "no";
  if (one.accountId !== undefined && other.accountId !== undefined)
    return one.accountId === other.accountId ? "yes" : "no";
  return one.nameSuffix === other.nameSuffix ? "no" : "maybe";
}

/** The same for resources that are unique in an account across regions, such as IAM roles. */
export function shareGlobally(one: Place, other: Place): "yes" | "maybe" | "no" {
  const share = shareAccount(one, { ...other, region: one.region });
  const isKnown = one.accountId !== undefined && other.accountId !== undefined;
  // Two regions with the same names may be in one account.
  return isKnown || one.region === other.region ? share : "maybe";
}
