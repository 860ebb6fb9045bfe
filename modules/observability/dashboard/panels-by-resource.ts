import { CLOUDFRONT_REGION } from "../../../aws/regions";
import { isNetworkBalancer as isNetwork, type Watched } from "../watched";
import { type Panel, panelsOf, percentiles } from "./panel";
import { percentTargets } from "./percent-targets";

/** Data that a resource's panels use from other resources in its stack. */
export interface StackContext {
  /** Undefined in a stack without a cluster. */
  readonly cluster?: Watched;
  /** Whether the cluster has Container Insights. */
  readonly countsTasks: boolean;
  readonly balancers: readonly Watched[];
  readonly restApis: readonly Watched[];
  /** Policies that scale tasks or instances. */
  readonly policies: readonly Watched[];
}

type PanelsOf = (resource: Watched, stack: StackContext) => readonly Panel[];

/**
 * The dashboard panels for each resource type, in reading order: the user's view, then tasks and instances with their
 * two scaling loops, then data stores.
 */
export const panelsByResource: Readonly<Record<string, PanelsOf>> = {
  aws_cloudfront_distribution: distributionPanels,
  aws_cloudfront_monitoring_subscription: originPanels,
  aws_api_gateway_stage: restApiPanels,
  aws_apigatewayv2_stage: httpApiPanels,
  aws_lb: balancerPanels,
  aws_lb_target_group: targetPanels,
  aws_ecs_service: servicePanels,
  aws_autoscaling_group: groupPanels,
  aws_ecs_capacity_provider: reservationPanels,
  aws_sqs_queue: queuePanels,
  aws_db_instance: databasePanels,
  aws_dynamodb_table: tablePanels,
  aws_cognito_user_pool_client: userPoolPanels,
  aws_nat_gateway: natPanels,
};

const CLOUDFRONT = "AWS/CloudFront";

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
function distributionPanels({ subject, attribute }: Watched): Panel[] {
  // CloudFront's metrics are in one region, whatever the stack's region.
  const region = CLOUDFRONT_REGION;
  const dimensions = { DistributionId: attribute("id"), Region: "Global" };
  const panel = panelsOf(CLOUDFRONT, dimensions, subject);
  return [
    { ...panel("Sum", "requests", ["Requests"]), region },
    { ...panel("Average", "errors, %", ["4xxErrorRate", "5xxErrorRate"]), region },
  ];
}

/** What CloudFront measures in addition, where it is told to. */
function originPanels({ subject, attribute }: Watched): Panel[] {
  const region = CLOUDFRONT_REGION;
  const dimensions = { DistributionId: attribute("distribution_id"), Region: "Global" };
  const latency = percentiles(CLOUDFRONT, "OriginLatency", dimensions, `${subject}: bucket, ms`);
  const panel = panelsOf(CLOUDFRONT, dimensions, subject);
  return [
    { ...latency, region },
    { ...panel("Average", "answered from the cache, %", ["CacheHitRate"]), region },
  ];
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
function restApiPanels({ subject, attribute }: Watched, { restApis }: StackContext): Panel[] {
  const name = restApis[0]?.attribute("name");
  if (name === undefined) return [];
  const dimensions = { ApiName: name, Stage: attribute("stage_name") };
  const panel = panelsOf("AWS/ApiGateway", dimensions, subject);
  return [
    panel("Sum", "requests", ["Count"]),
    panel("Sum", "errors", ["4XXError", "5XXError"]),
    percentiles("AWS/ApiGateway", "Latency", dimensions, `${subject}: latency, ms`),
    panel("p99", "of it in the services, ms", ["IntegrationLatency"]),
  ];
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
function httpApiPanels({ subject, attribute }: Watched): Panel[] {
  const dimensions = { ApiId: attribute("api_id"), Stage: attribute("name") };
  const panel = panelsOf("AWS/ApiGateway", dimensions, subject);
  return [
    panel("Sum", "requests", ["Count"]),
    panel("Sum", "errors", ["4xx", "5xx"]),
    percentiles("AWS/ApiGateway", "Latency", dimensions, `${subject}: latency, ms`),
    panel("p99", "of it in the services, ms", ["IntegrationLatency"]),
  ];
}

function balancerPanels(balancer: Watched): Panel[] {
  return isNetwork(balancer)
    ? networkBalancerPanels(balancer)
    : applicationBalancerPanels(balancer);
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
function applicationBalancerPanels({ subject, attribute }: Watched): Panel[] {
  const namespace = "AWS/ApplicationELB";
  const dimensions = { LoadBalancer: attribute("arn_suffix") };
  const panel = panelsOf(namespace, dimensions, subject);
  return [
    panel("Sum", "requests", ["RequestCount"]),
    panel("Sum", "errors of the services", [
      "HTTPCode_Target_4XX_Count",
      "HTTPCode_Target_5XX_Count",
      "TargetConnectionErrorCount",
    ]),
    panel("Sum", "errors of the balancer", [
      "HTTPCode_ELB_4XX_Count",
      "HTTPCode_ELB_5XX_Count",
      "RejectedConnectionCount",
    ]),
    percentiles(namespace, "TargetResponseTime", dimensions, `${subject}: latency, s`),
    panel("Sum", "connections", ["ActiveConnectionCount", "NewConnectionCount"]),
    panel("Average", "capacity units", ["ConsumedLCUs"]),
  ];
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html */
function networkBalancerPanels({ subject, attribute }: Watched): Panel[] {
  const panel = panelsOf("AWS/NetworkELB", { LoadBalancer: attribute("arn_suffix") }, subject);
  return [
    panel("Average", "flows", ["ActiveFlowCount", "NewFlowCount"]),
    panel("Sum", "resets", [
      "TCP_Client_Reset_Count",
      "TCP_Target_Reset_Count",
      "TCP_ELB_Reset_Count",
    ]),
    panel("Average", "capacity units", ["ConsumedLCUs"]),
  ];
}

function targetPanels(group: Watched, { balancers }: StackContext): Panel[] {
  const isTcp = group.arguments.protocol === "TCP";
  const balancer = balancers.find((each) => isNetwork(each) === isTcp);
  if (balancer === undefined) return [];
  const panel = panelsOf(
    isTcp ? "AWS/NetworkELB" : "AWS/ApplicationELB",
    { TargetGroup: group.attribute("arn_suffix"), LoadBalancer: balancer.attribute("arn_suffix") },
    group.subject,
  );
  return [
    panel("Minimum", "healthy", ["HealthyHostCount"]),
    panel("Maximum", "unhealthy", ["UnHealthyHostCount"]),
  ];
}

/**
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
function servicePanels(
  { subject, attribute }: Watched,
  { cluster, countsTasks, policies }: StackContext,
): Panel[] {
  if (cluster === undefined) return [];
  const dimensions = { ClusterName: cluster.attribute("name"), ServiceName: attribute("name") };
  const panel = panelsOf("AWS/ECS", dimensions, subject);
  const insights = panelsOf("ECS/ContainerInsights", dimensions, subject);
  return [
    panel(
      "Average",
      "CPU and memory, % of the reservation",
      ["CPUUtilization", "MemoryUtilization"],
      percentTargets(policies.filter((policy) => policy.subject.startsWith(`${subject} `))),
    ),
    ...(countsTasks
      ? [insights("Average", "tasks", ["DesiredTaskCount", "RunningTaskCount", "PendingTaskCount"])]
      : []),
  ];
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
function groupPanels({ subject, attribute }: Watched, { policies }: StackContext): Panel[] {
  const dimensions = { AutoScalingGroupName: attribute("name") };
  const group = panelsOf("AWS/AutoScaling", dimensions, subject);
  const instances = panelsOf("AWS/EC2", dimensions, subject);
  return [
    group("Average", "instances", [
      "GroupDesiredCapacity",
      "GroupInServiceInstances",
      "GroupPendingInstances",
      "GroupMinSize",
      "GroupMaxSize",
    ]),
    instances(
      "Average",
      "CPU, %",
      ["CPUUtilization"],
      percentTargets(
        policies.filter(({ arguments: given }) => given.autoscaling_group_name !== undefined),
      ),
    ),
    instances("Minimum", "CPU credits", ["CPUCreditBalance"]),
    instances("Maximum", "failed status checks", ["StatusCheckFailed"]),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
function reservationPanels(
  { subject, attribute, arguments: given }: Watched,
  { cluster }: StackContext,
): Panel[] {
  const target = managedTarget(given);
  if (cluster === undefined || target === undefined) return [];
  const dimensions = {
    ClusterName: cluster.attribute("name"),
    CapacityProviderName: attribute("name"),
  };
  const panel = panelsOf("AWS/ECS/ManagedScaling", dimensions, subject);
  return [panel("Average", "reservation, %", ["CapacityProviderReservation"], { target })];
}

function managedTarget(provider: Watched["arguments"]): number | undefined {
  const { auto_scaling_group_provider: group } = provider as {
    auto_scaling_group_provider?: {
      managed_scaling?: { status?: string; target_capacity?: number };
    };
  };
  const scaling = group?.managed_scaling;
  return scaling?.status === "ENABLED" ? (scaling.target_capacity ?? 100) : undefined;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
function queuePanels({ subject, attribute }: Watched): Panel[] {
  const panel = panelsOf("AWS/SQS", { QueueName: attribute("name") }, subject);
  return [
    panel("Maximum", "messages", [
      "ApproximateNumberOfMessagesVisible",
      "ApproximateNumberOfMessagesNotVisible",
    ]),
    panel("Maximum", "age of the oldest, s", ["ApproximateAgeOfOldestMessage"]),
    panel("Sum", "throughput", ["NumberOfMessagesSent", "NumberOfMessagesDeleted"]),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
function databasePanels({ subject, attribute }: Watched): Panel[] {
  const panel = panelsOf("AWS/RDS", { DBInstanceIdentifier: attribute("identifier") }, subject);
  return [
    panel("Average", "CPU, %", ["CPUUtilization"]),
    panel("Maximum", "connections", ["DatabaseConnections"]),
    panel("Minimum", "free storage, bytes", ["FreeStorageSpace"]),
    panel("Minimum", "free memory, bytes", ["FreeableMemory"]),
    panel("Average", "latency, s", ["ReadLatency", "WriteLatency"]),
    panel("Average", "operations a second", ["ReadIOPS", "WriteIOPS"]),
  ];
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
function tablePanels({ subject, attribute }: Watched): Panel[] {
  const panel = panelsOf("AWS/DynamoDB", { TableName: attribute("name") }, subject);
  return [
    panel("Sum", "consumed units", ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"]),
    panel("Sum", "throttled", ["ReadThrottleEvents", "WriteThrottleEvents"]),
  ];
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html */
function userPoolPanels({ subject, attribute }: Watched): Panel[] {
  const dimensions = { UserPool: attribute("user_pool_id"), UserPoolClient: attribute("id") };
  const panel = panelsOf("AWS/Cognito", dimensions, subject);
  return [
    panel("Sum", "sign-ins", ["SignInSuccesses", "TokenRefreshSuccesses"]),
    panel("Sum", "throttled", ["SignInThrottles", "TokenRefreshThrottles"]),
  ];
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html */
function natPanels({ subject, attribute }: Watched): Panel[] {
  const panel = panelsOf("AWS/NATGateway", { NatGatewayId: attribute("id") }, subject);
  return [panel("Sum", "refused", ["ErrorPortAllocation", "PacketsDropCount"])];
}
