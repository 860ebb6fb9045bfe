import type { ServiceScalingStrategy } from "../../schema/scaling/service-scaling";
import { show } from "../../wording/show";
import { type Broken, broken } from "../rule";

/** A setting of a strategy by which its metric is one of a load balancer. */
interface Counted {
  readonly at: readonly PropertyKey[];
  readonly got: string | boolean;
}

function countedBy(strategy: ServiceScalingStrategy): readonly Counted[] {
  switch (strategy.kind) {
    case "requests-target":
      return [{ at: ["kind"], got: strategy.kind }];
    case "predictive":
      return strategy.metric === "requests" ? [{ at: ["metric"], got: strategy.metric }] : [];
    case "metric-target":
      return Object.entries(strategy.metrics)
        .filter(([, { ofLoadBalancer }]) => ofLoadBalancer)
        .map(([id]) => ({ at: ["metrics", id, "ofLoadBalancer"], got: true }));
    case "metric-step":
      return strategy.metric.ofLoadBalancer
        ? [{ at: ["metric", "ofLoadBalancer"], got: true }]
        : [];
    default:
      return [];
  }
}

/**
 * Refuses strategies that follow what a load balancer measures for a service.
 *
 * @param why follows `must not be "requests-target" `
 */
export function withoutBalancerMetrics(
  strategies: readonly ServiceScalingStrategy[],
  why: string,
  fix: string,
): Broken[] {
  return strategies.flatMap((strategy, index) =>
    countedBy(strategy).map(({ at, got }) =>
      broken(
        ["serviceScaling", "strategies", index, ...at],
        `must not be ${show(got)}${why}`,
        got,
        fix,
      ),
    ),
  );
}
