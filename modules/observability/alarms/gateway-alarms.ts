import type { Watched } from "../watched";
import { above, type Alarm, type AlarmContext, below } from "./alarm";

/**
 * Latency of an HTTP API, whose module already has an alarm for errors.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export function httpApiAlarms(
  { subject, attribute }: Watched,
  { thresholds }: AlarmContext,
): Alarm[] {
  return [
    {
      kind: "latency",
      subject,
      config: {
        namespace: "AWS/ApiGateway",
        metricName: "Latency",
        dimensions: { ApiId: attribute("api_id"), Stage: attribute("name") },
        extendedStatistic: "p99",
        evaluateLowSampleCountPercentiles: "ignore",
        period: 60,
        ...above(thresholds.latencyMs, 5),
      },
    },
  ];
}

/**
 * ACM renews a certificate 60 days before it expires, if its DNS records still exist. It does not renew imported
 * certificates.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 */
export function certificateAlarms(
  { subject, arguments: given }: Watched,
  { thresholds }: AlarmContext,
): Alarm[] {
  const { certificate_arn: arn, regional_certificate_arn: regional } = given;
  const { domain_name_configuration: domain } = given as {
    domain_name_configuration?: { certificate_arn?: unknown };
  };
  const certificate = arn ?? regional ?? domain?.certificate_arn;
  if (typeof certificate !== "string") return [];
  return [
    {
      kind: "certificate-expiry",
      subject,
      config: {
        namespace: "AWS/CertificateManager",
        metricName: "DaysToExpiry",
        dimensions: { CertificateArn: certificate },
        statistic: "Minimum",
        // It is reported twice a day.
        period: 86_400,
        ...below(thresholds.certificateDays, 1),
      },
    },
  ];
}
