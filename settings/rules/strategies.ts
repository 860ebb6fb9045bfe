import type { ServiceScalingStrategy } from "../schema/service-scaling";
import { type Broken, rule } from "./rule";

/**
 * Two strategies that follow one metric give the service's count two owners. Strategies that follow different metrics
 * are fine: Application Auto Scaling takes the largest count that one of them asks for.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
export const oneOwnerPerMetric = rule<{ strategies: ServiceScalingStrategy[] }>(
  ["strategies"],
  ({ strategies }) => {
    const owners = new Map<string, number>();
    return strategies.flatMap((strategy, index): Broken[] => {
      const metric = metricOf(strategy);
      const owner = owners.get(metric);
      if (owner === undefined) {
        owners.set(metric, index);
        return [];
      }
      return [
        {
          at: ["strategies", index, "kind"],
          message:
            `must not follow ${metric}, as "${strategies[owner]?.kind ?? ""}" of strategies[${owner}] does, ` +
            `got "${strategy.kind}". Two owners of one number undo each other: take one of them out.`,
        },
      ];
    });
  },
);

function metricOf(strategy: ServiceScalingStrategy): string {
  switch (strategy.kind) {
    case "cpu-target":
      return "the service's CPU";
    case "memory-target":
      return "the service's memory";
    case "requests-target":
      return "the requests of each task";
    case "step":
      return strategy.metric === "cpu" ? "the service's CPU" : "the service's memory";
    case "scheduled":
      return "the clock";
  }
}
