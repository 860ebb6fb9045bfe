import { isNetworkBalancer, type Watched, watches } from "../watched";
import { above, type Alarm, type AlarmContext, onExpression, quietAlarm } from "./alarm";

const NAMESPACE = "AWS/ApplicationELB";

/**
 * The share of server errors of an Application Load Balancer. Without a healthy target it responds itself, and does not
 * count the request in RequestCount. So its own errors are in both the numerator and the denominator.
 *
 * @param periodSeconds period of each data point
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function balancerErrorShare({ attribute }: Watched, periodSeconds?: number) {
  const sum = (metricName: string) => ({
    namespace: NAMESPACE,
    metricName,
    dimensions: { LoadBalancer: attribute("arn_suffix") },
    stat: "Sum",
  });
  return onExpression(
    "100 * (FILL(own, 0) + FILL(targets, 0)) / (FILL(requests, 0) + FILL(own, 0))",
    "server errors, %",
    {
      own: sum("HTTPCode_ELB_5XX_Count"),
      targets: sum("HTTPCode_Target_5XX_Count"),
      requests: sum("RequestCount"),
    },
    periodSeconds,
  );
}

/** What a load balancer's clients see. */
export function balancerAlarms(balancer: Watched, { thresholds }: AlarmContext): Alarm[] {
  if (isNetworkBalancer(balancer)) return [];
  const { subject, attribute } = balancer;
  return [
    {
      kind: "balancer-errors",
      subject,
      config: { ...balancerErrorShare(balancer), ...above(thresholds.serverErrorPercent, 5) },
    },
    {
      kind: "latency",
      subject,
      config: {
        namespace: NAMESPACE,
        metricName: "TargetResponseTime",
        dimensions: { LoadBalancer: attribute("arn_suffix") },
        extendedStatistic: "p99",
        // With few requests, the percentile is the slowest one.
        evaluateLowSampleCountPercentiles: "ignore",
        period: 60,
        ...above(thresholds.latencyMs / 1000, 5),
      },
    },
    quietAlarm(subject, {
      namespace: NAMESPACE,
      metricName: "RequestCount",
      dimensions: { LoadBalancer: attribute("arn_suffix") },
    }),
  ];
}

/** Targets that no service alarm covers, such as those of the other color or of a Network Load Balancer. */
export function targetAlarms(group: Watched, { of }: AlarmContext): Alarm[] {
  const isTcp = group.arguments.protocol === "TCP";
  const balancer = of("aws_lb").find((each) => isNetworkBalancer(each) === isTcp);
  if (balancer === undefined) return [];
  const metric = {
    namespace: isTcp ? "AWS/NetworkELB" : NAMESPACE,
    name: "UnHealthyHostCount",
    dimensions: {
      TargetGroup: group.attribute("arn_suffix"),
      LoadBalancer: balancer.attribute("arn_suffix"),
    },
  };
  if (of("aws_cloudwatch_metric_alarm").some((alarm) => watches(alarm, metric))) return [];
  return [
    {
      kind: "unhealthy-targets",
      subject: group.subject,
      config: {
        namespace: metric.namespace,
        metricName: metric.name,
        dimensions: metric.dimensions,
        statistic: "Minimum",
        period: 60,
        ...above(0, 5),
      },
    },
  ];
}
