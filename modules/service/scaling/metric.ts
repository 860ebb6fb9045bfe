import { balancerMetricFits } from "../../../aws/observability/cloudwatch";
import { stepDefaults } from "../../../aws/defaults";
import { type Check, told } from "../../validation";
import type { ScaledService } from "./service-scaling";

/** A metric of CloudWatch. */
export interface Metric {
  /** As in `AWS/SQS`. */
  readonly namespace: string;
  readonly metricName: string;
  /** All dimensions of the metric, by name. @default none */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** @default "Average" */
  readonly statistic?: string;
  /** Whether its dimensions are those of the service's load balancer and target group. @default false */
  readonly ofLoadBalancer?: boolean;
}

export function metricChecks(
  { namespace, dimensions = {}, ofLoadBalancer = false }: Metric,
  { requestCount }: ScaledService,
  at: string,
): readonly Check[] {
  return [
    ...balancerMetricFits({ namespace, dimensions, ofLoadBalancer }).map((found) =>
      told(found, at),
    ),
    () =>
      ofLoadBalancer && requestCount === undefined
        ? `\`${at}ofLoadBalancer\` must not be true without a target group (\`requestCount\`).`
        : undefined,
  ];
}

/** A metric with all that it is called by. */
export function namedMetric(
  { namespace, metricName, dimensions = {}, statistic, ofLoadBalancer }: Metric,
  { requestCount }: ScaledService,
) {
  return {
    namespace,
    metricName,
    dimensions:
      ofLoadBalancer && requestCount
        ? {
            LoadBalancer: requestCount.loadBalancerArnSuffix,
            TargetGroup: requestCount.targetGroupArnSuffix,
          }
        : dimensions,
    statistic: statistic ?? stepDefaults.statistic,
  };
}
