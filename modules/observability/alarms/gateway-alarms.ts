import { recommended } from "../../../aws/observability/cloudwatch";
import type { Watched } from "../watched";
import { above, type Alarm, type AlarmContext, below, quietAlarm } from "./alarm";

/**
 * Latency of an HTTP API, whose module already has an alarm for errors of its services.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export function httpApiAlarms(
  { subject, attribute }: Watched,
  { thresholds }: AlarmContext,
): Alarm[] {
  const dimensions = { ApiId: attribute("api_id"), Stage: attribute("name") };
  return [
    clientErrorAlarm(subject, "4xx", dimensions),
    quietAlarm(subject, { namespace: "AWS/ApiGateway", metricName: "Count", dimensions }),
    {
      kind: "latency",
      subject,
      config: {
        namespace: "AWS/ApiGateway",
        metricName: "Latency",
        dimensions,
        extendedStatistic: "p99",
        evaluateLowSampleCountPercentiles: "ignore",
        period: 60,
        ...above(thresholds.latencyMs, 5),
      },
    },
  ];
}

/**
 * Requests that a REST API refuses or does not get, whose module already has its other alarms.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export function restApiAlarms({ subject, attribute }: Watched, { of }: AlarmContext): Alarm[] {
  const [api] = of("aws_api_gateway_rest_api");
  if (api === undefined) return [];
  const dimensions = { ApiName: api.attribute("name"), Stage: attribute("stage_name") };
  return [
    clientErrorAlarm(subject, "4XXError", dimensions),
    quietAlarm(subject, { namespace: "AWS/ApiGateway", metricName: "Count", dimensions }),
  ];
}

function clientErrorAlarm(
  subject: string,
  metricName: string,
  dimensions: Readonly<Record<string, string>>,
): Alarm {
  return {
    kind: "client-errors",
    subject,
    config: {
      namespace: "AWS/ApiGateway",
      metricName,
      dimensions,
      // Each response counts as 0 or 1, so the average is a share.
      statistic: "Average",
      period: 60,
      ...above(recommended.clientErrorShare, 5),
    },
  };
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
      config: daysToExpiry(certificate, thresholds.certificateDays),
    },
  ];
}

/** A certificate that expires within `fewest` days. ACM measures it in the certificate's region. */
export function daysToExpiry(certificateArn: string, fewest: number): Alarm["config"] {
  return {
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    dimensions: { CertificateArn: certificateArn },
    statistic: "Minimum",
    // It is reported twice a day.
    period: 86_400,
    ...below(fewest, 1),
  };
}
