import { CLOUDFRONT_REGION } from "../../../aws/regions";
import { recommended } from "../../../aws/observability/cloudwatch";
import type { Watched } from "../watched";
import {
  above,
  type Alarm,
  type AlarmContext,
  type MetricInExpression,
  onExpression,
} from "./alarm";
import { daysToExpiry } from "./gateway-alarms";

/**
 * What stands between users and the services: CloudFront, web ACLs and user pools, and the NAT gateways of a network.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */

const CLOUDFRONT = "AWS/CloudFront";
const region = CLOUDFRONT_REGION;

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
export function distributionAlarms(
  { subject, attribute, arguments: distribution }: Watched,
  { of, thresholds }: AlarmContext,
): Alarm[] {
  const { viewer_certificate: { acm_certificate_arn: certificateArn } = {} } = distribution as {
    viewer_certificate?: { acm_certificate_arn?: string };
  };
  const dimensions = { DistributionId: attribute("id"), Region: "Global" };
  return [
    {
      kind: "page-errors",
      subject,
      region,
      config: {
        namespace: CLOUDFRONT,
        metricName: "5xxErrorRate",
        dimensions,
        // It is a percentage already.
        statistic: "Average",
        period: 60,
        ...above(thresholds.serverErrorPercent, 5),
      },
    },
    ...(certificateArn === undefined
      ? []
      : [
          {
            kind: "page-certificate" as const,
            subject,
            region,
            config: daysToExpiry(certificateArn, thresholds.certificateDays),
          },
        ]),
    ...of("aws_cloudfront_function").map((edgeFunction) => {
      const sum = (metricName: string): MetricInExpression => ({
        namespace: CLOUDFRONT,
        metricName,
        dimensions: { ...dimensions, FunctionName: edgeFunction.attribute("name") },
        stat: "Sum",
      });
      return {
        kind: "page-functions" as const,
        subject: edgeFunction.subject,
        region,
        config: {
          ...onExpression(
            "FILL(invalid, 0) + FILL(failed, 0) + FILL(throttled, 0)",
            "failed invocations",
            {
              invalid: sum("FunctionValidationErrors"),
              failed: sum("FunctionExecutionErrors"),
              throttled: sum("FunctionThrottles"),
            },
          ),
          ...above(0, 5),
        },
      };
    }),
  ];
}

/** CloudFront measures the latency of an origin only where it is told to. */
export function originAlarms(
  { subject, attribute }: Watched,
  { thresholds }: AlarmContext,
): Alarm[] {
  return [
    {
      kind: "page-latency",
      subject,
      region,
      config: {
        namespace: CLOUDFRONT,
        metricName: "OriginLatency",
        dimensions: { DistributionId: attribute("distribution_id"), Region: "Global" },
        extendedStatistic: "p90",
        evaluateLowSampleCountPercentiles: "ignore",
        period: 60,
        ...above(thresholds.latencyMs, 5),
      },
    },
  ];
}

/**
 * Cognito counts what it rejects per client every five minutes.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
 */
export function clientAlarms({ subject, attribute }: Watched): Alarm[] {
  const sum = (metricName: string): MetricInExpression => ({
    namespace: "AWS/Cognito",
    metricName,
    dimensions: { UserPool: attribute("user_pool_id"), UserPoolClient: attribute("id") },
    stat: "Sum",
  });
  return [
    {
      kind: "throttled-sign-ins",
      subject,
      config: {
        ...onExpression(
          "FILL(signups, 0) + FILL(signins, 0) + FILL(refreshes, 0)",
          "throttled requests",
          {
            signups: sum("SignUpThrottles"),
            signins: sum("SignInThrottles"),
            refreshes: sum("TokenRefreshThrottles"),
          },
          300,
        ),
        ...above(0, 1),
      },
    },
  ];
}

/**
 * The metrics of a web ACL for CloudFront have no region as a dimension.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 */
export function webAclAlarms(
  { subject, attribute, arguments: { scope } }: Watched,
  context: AlarmContext,
): Alarm[] {
  const isGlobal = scope === "CLOUDFRONT";
  const dimensions = { WebACL: attribute("name"), Rule: "ALL" };
  return [
    {
      kind: "blocked-requests",
      subject,
      ...(isGlobal ? { region } : {}),
      config: {
        namespace: "AWS/WAFV2",
        metricName: "BlockedRequests",
        dimensions: isGlobal ? dimensions : { ...dimensions, Region: context.region },
        statistic: "Sum",
        period: 300,
        ...above(context.thresholds.blockedRequests, 1),
      },
    },
  ];
}

/**
 * Outbound connections: the gateway has no port left for a destination, or drops packets. AWS allows for 1 in 10,000.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
 */
export function natAlarms({ subject, attribute }: Watched): Alarm[] {
  const sum = (metricName: string): MetricInExpression => ({
    namespace: "AWS/NATGateway",
    metricName,
    dimensions: { NatGatewayId: attribute("id") },
    stat: "Sum",
  });
  const { droppedPacketShare, natMinutes } = recommended;
  return [
    {
      kind: "nat-gateway",
      subject,
      config: {
        ...onExpression(
          `IF(FILL(refused, 0) > 0 OR FILL(dropped, 0) > ${droppedPacketShare} * (sent + received), 1, 0)`,
          "drops connections or packets",
          {
            refused: sum("ErrorPortAllocation"),
            dropped: sum("PacketsDropCount"),
            sent: sum("PacketsInFromSource"),
            received: sum("PacketsInFromDestination"),
          },
        ),
        ...above(0, natMinutes),
      },
    },
  ];
}
