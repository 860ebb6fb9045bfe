import { oneOwnerPerMetric } from "../../aws/scaling";
import { ofAws, rule } from "./rule";
import type { ServiceScalingStrategy } from "../schema/service-scaling";

export interface ScheduledService {
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}

/** The actions of all scheduled strategies, each with its place in the system's settings. */
export function scheduledActions(strategies: readonly ServiceScalingStrategy[]) {
  return strategies.flatMap((strategy, index) =>
    strategy.kind === "scheduled"
      ? Object.entries(strategy.actions).map(([name, action]) => ({
          at: ["serviceScaling", "strategies", index, "actions", name] as PropertyKey[],
          action,
        }))
      : [],
  );
}

export const oneOwnerOfEachMetric = rule<{ strategies: ServiceScalingStrategy[] }>(
  ["strategies"],
  ({ strategies }) => ofAws(oneOwnerPerMetric, "strategies.")(strategies),
);
