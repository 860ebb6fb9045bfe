import { CLOUDFRONT_REGION } from "../../../aws/regions";
import type { Watched } from "../watched";
import { type Panel, panelsOf, percentiles, type StackContext } from "./panel";

const CLOUDFRONT = "AWS/CloudFront";
const GATEWAY = "AWS/ApiGateway";

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
export function distributionPanels({ subject, attribute }: Watched): Panel[] {
  // CloudFront's metrics are in one region, whatever the stack's region.
  const region = CLOUDFRONT_REGION;
  const dimensions = { DistributionId: attribute("id"), Region: "Global" };
  const panel = panelsOf(CLOUDFRONT, dimensions, subject);
  return [
    { ...panel("Sum", "requests", ["Requests"]), region },
    { ...panel("Average", "errors, %", ["4xxErrorRate", "5xxErrorRate"]), region },
    { ...panel("Sum", "traffic, bytes", ["BytesDownloaded", "BytesUploaded"]), region },
  ];
}

/** What CloudFront measures in addition, where it is told to. */
export function originPanels({ subject, attribute }: Watched): Panel[] {
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
export function restApiPanels(
  { subject, attribute }: Watched,
  { restApis }: StackContext,
): Panel[] {
  const name = restApis[0]?.attribute("name");
  if (name === undefined) return [];
  const dimensions = { ApiName: name, Stage: attribute("stage_name") };
  return gatewayPanels(subject, dimensions, ["4XXError", "5XXError"]);
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export function httpApiPanels({ subject, attribute }: Watched): Panel[] {
  const dimensions = { ApiId: attribute("api_id"), Stage: attribute("name") };
  return gatewayPanels(subject, dimensions, ["4xx", "5xx"]);
}

/** API Gateway names the errors of its two kinds of APIs differently, and nothing else. */
function gatewayPanels(
  subject: string,
  dimensions: Readonly<Record<string, string>>,
  errors: readonly string[],
): Panel[] {
  const panel = panelsOf(GATEWAY, dimensions, subject);
  const latency = (metric: string, of: string) =>
    percentiles(GATEWAY, metric, dimensions, `${subject}: ${of}, ms`);
  return [
    panel("Sum", "requests", ["Count"]),
    panel("Sum", "errors", errors),
    latency("Latency", "latency"),
    latency("IntegrationLatency", "of it in the services"),
  ];
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html */
export function userPoolPanels({ subject, attribute }: Watched): Panel[] {
  const dimensions = { UserPool: attribute("user_pool_id"), UserPoolClient: attribute("id") };
  const panel = panelsOf("AWS/Cognito", dimensions, subject);
  return [
    panel("Sum", "sign-ins", ["SignInSuccesses", "TokenRefreshSuccesses"]),
    panel("Sum", "throttled", ["SignUpThrottles", "SignInThrottles", "TokenRefreshThrottles"]),
  ];
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html */
export function natPanels({ subject, attribute }: Watched): Panel[] {
  const panel = panelsOf("AWS/NATGateway", { NatGatewayId: attribute("id") }, subject);
  return [panel("Sum", "refused", ["ErrorPortAllocation", "PacketsDropCount"])];
}
