import type { Parameters } from "./parameters";
import type { QueueConsumer, SimulatedGroup, SimulatedService } from "./system";

const USUAL_TARGET_PERCENT = 80;

/** The target of a service's scaling: percent of its tasks' CPU, or requests per minute. */
export function objectiveOf(service: SimulatedService): {
  readonly metric: "cpu" | "requests-per-target";
  readonly target: number;
} {
  const policies = service.scaling?.policies ?? [];
  const forecasts = policies.filter(({ kind }) => kind === "predictive");
  for (const policy of [...policies.filter(({ kind }) => kind !== "predictive"), ...forecasts]) {
    if (policy.kind === "step") {
      const { source, comparison, threshold } = policy.alarm;
      if (comparison.endsWith("above") && source.of !== "math" && source.metric === "cpu")
        return { metric: "cpu", target: threshold };
    } else if (policy.metric === "cpu" || policy.metric === "requests-per-target") {
      return { metric: policy.metric, target: policy.target };
    }
  }
  return { metric: "cpu", target: USUAL_TARGET_PERCENT };
}

/** Tasks that a service needs for a rate so that none exceeds the scaling target, not rounded. */
export function demandPerRequest(
  service: SimulatedService,
  groups: readonly SimulatedGroup[],
  parameters: Parameters,
): number {
  const cpuSeconds = parameters.cpuMsPerRequest / 1000;
  if (service.consumes) return 1 / messagesPerSecond(service.consumes, service, parameters);
  if (service.scheduling === "daemon") return cpuSeconds / daemonVcpus(service, groups, parameters);
  const { metric, target } = objectiveOf(service);
  if (metric === "requests-per-target") return 60 / target;
  return cpuSeconds / ((service.task.cpuUnits / 1024) * (target / 100));
}

/** Messages that a task can process. */
function messagesPerSecond(
  { concurrency }: QueueConsumer,
  { task }: SimulatedService,
  { cpuMsPerRequest, messageSeconds, workersPerTask }: Parameters,
): number {
  const vcpus = Math.min(workersPerTask, task.cpuIsLimit ? task.cpuUnits / 1024 : Infinity);
  return Math.min(concurrency / messageSeconds, (1000 * vcpus) / cpuMsPerRequest);
}

/**
 * The CPU that a daemon's task may use: the CPU target of the group's scaling, limited by what the task can compute.
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
        if (policy.kind === "predictive") return [];
        const out = policy.kind === "target-tracking" || policy.alarm.comparison.endsWith("above");
        const percent = policy.kind === "target-tracking" ? policy.target : policy.alarm.threshold;
        return out ? [(instance.vcpus * percent) / 100] : [];
      }),
    );
  return Math.min(possible, ...held);
}
