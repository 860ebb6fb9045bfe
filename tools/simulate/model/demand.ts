import type { Parameters } from "./parameters";
import type { SimulatedGroup, SimulatedService } from "./system";

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
export function demandPerRequest(
  service: SimulatedService,
  groups: readonly SimulatedGroup[],
  parameters: Parameters,
): number {
  const cpuSeconds = parameters.cpuMsPerRequest / 1000;
  if (service.scheduling === "daemon") return cpuSeconds / daemonVcpus(service, groups, parameters);
  const { metric, target } = objectiveOf(service);
  if (metric === "requests-per-target") return 60 / target;
  return cpuSeconds / ((service.task.cpuUnits / 1024) * (target / 100));
}

/**
 * What the task of a daemon may use: the group's scaling holds its instance to a share of its CPU, beyond what the task
 * can compute at all there is nothing to hold.
 */
function daemonVcpus(
  { capacity, task }: SimulatedService,
  groups: readonly SimulatedGroup[],
  { workersPerTask }: Parameters,
): number {
  const limit = task.cpuIsLimit ? task.cpuUnits / 1024 : Infinity;
  const possible = (Math.min(workersPerTask, limit) * USUAL_TARGET_PERCENT) / 100;
  const held = groups
    .filter(({ name }) => capacity.some((share) => share.kind === "group" && share.group === name))
    .flatMap(({ policies, instance }) =>
      policies.flatMap((policy) => {
        const out = policy.kind === "target-tracking" || policy.alarm.comparison.endsWith("above");
        const percent = policy.kind === "target-tracking" ? policy.target : policy.alarm.threshold;
        return out ? [(instance.vcpus * percent) / 100] : [];
      }),
    );
  return Math.min(possible, ...held);
}
