import type { ServiceScalingStrategy } from "../../schema/scaling/service-scaling";
import type { Broken } from "../rule";

interface Scaled {
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}

/** AWS accepts such a policy only from a service that publishes the metric, which no argument of the provider enables. */
export function needsFastMetrics({
  serviceScaling: { strategies },
  service: { name },
}: Scaled & { service: { name: string } }): Broken[] {
  return strategies.flatMap((strategy, index) =>
    "highResolution" in strategy && strategy.highResolution
      ? [
          {
            at: ["serviceScaling", "strategies", index, "highResolution"],
            message:
              `is true, and no version of the AWS provider can make ${name} publish metrics of 20 seconds: AWS rejects the policy until you ` +
              "enable them by hand, after the first deployment. Deploy without it, run the command in docs/how-to/scale-out-faster.md, then set it.",
          },
        ]
      : [],
  );
}

/**
 * Latency rises with the load, but not in proportion to it, and more tasks than are needed hardly lower it.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export function latencyIsNoTarget({ serviceScaling: { strategies } }: Scaled): Broken[] {
  return strategies.flatMap((strategy, index) =>
    strategy.kind === "metric-target" &&
    Object.values(strategy.metrics).every(({ metricName }) => metricName === "TargetResponseTime")
      ? [
          {
            at: ["serviceScaling", "strategies", index, "metrics"],
            message:
              "are latency alone, which AWS says does not work for target tracking: it does not change in proportion to the " +
              'number of tasks. Use "metric-step", or requests in flight (docs/how-to/scale-on-metrics.md).',
          },
        ]
      : [],
  );
}
