import type { Parameters } from "./parameters";
import type { SimulatedService } from "./system";

const USUAL_TARGET_PERCENT = 80;

/** What a service's scaling holds its tasks to: percent of their CPU, or requests a minute. */
export function objectiveOf(service: SimulatedService): {
  readonly metric: "cpu" | "requests-per-target";
  readonly target: number;
} {
  for (const policy of service.scaling?.policies ?? []) {
    if (policy.kind === "step") {
      const { source, comparison, threshold } = policy.alarm;
      if (comparison.endsWith("above") && source.metric === "cpu")
        return { metric: "cpu", target: threshold };
    } else if (policy.metric === "cpu" || policy.metric === "requests-per-target") {
      return { metric: policy.metric, target: policy.target };
    }
  }
  return { metric: "cpu", target: USUAL_TARGET_PERCENT };
}

/** Tasks that a service needs for a rate if none is to go beyond the objective of its scaling, without rounding. */
export function demandPerRequest(service: SimulatedService, parameters: Parameters): number {
  const { metric, target } = objectiveOf(service);
  if (metric === "requests-per-target") return 60 / target;
  const vcpus = (service.task.cpuUnits / 1024) * (target / 100);
  return parameters.cpuMsPerRequest / 1000 / vcpus;
}
