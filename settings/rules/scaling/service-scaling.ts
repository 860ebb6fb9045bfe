import { CONTAINER_INSIGHTS, MAX_ALARM_NAME } from "../../../aws/observability/cloudwatch";
import { somethingRemoves } from "../../../aws/scaling/scale-in";
import { MAX_POLICY_NAME, oneOwnerPerMetric } from "../../../aws/scaling/scaling";
import { type Broken, broken, ofAws, rule, systemRule } from "../rule";
import { show } from "../../wording/show";
import type { ServiceScalingStrategy } from "../../schema/scaling/service-scaling";

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

export const tasksAreRemoved = rule<{ strategies: ServiceScalingStrategy[] }>(
  ["strategies"],
  ({ strategies }) => ofAws(somethingRemoves, "strategies.")(strategies),
);

/** A queue must be told by name where the system has none itself. */
export const queuesAreNamed = rule<{ strategies: ServiceScalingStrategy[] }>(
  ["strategies"],
  ({ strategies }) =>
    strategies.flatMap((strategy, index): Broken[] =>
      strategy.kind === "queue-target" && strategy.queueName === undefined
        ? [
            broken(
              ["strategies", index, "queueName"],
              "must be given, for the system has no queue of its own",
              undefined,
              "Name the SQS queue that the service takes its work from.",
            ),
          ]
        : [],
    ),
);

type Insights = "enhanced" | "enabled" | "disabled";

interface Scaled {
  serviceScaling: { strategies: ServiceScalingStrategy[] };
}

/**
 * How many tasks run is counted by Container Insights and by nobody else: without it the metric has no data, and the
 * policy never acts.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export const tasksAreCounted = systemRule<
  { containerInsights: Insights },
  Scaled & { containerInsights?: Insights }
>(
  {
    environment: ["containerInsights"],
    system: ["containerInsights", "serviceScaling.strategies"],
  },
  (system, environment) => uncounted(system, system.containerInsights, environment),
);

/** The same for a system of several services. */
export const tasksOfServicesAreCounted = systemRule<
  { containerInsights: Insights },
  { containerInsights?: Insights; services: Record<string, Scaled> }
>(
  { environment: ["containerInsights"], system: ["containerInsights", "services"] },
  ({ services, containerInsights }, environment) => {
    for (const [name, service] of Object.entries(services)) {
      const found = uncounted(service, containerInsights, environment);
      if (found !== undefined) return { ...found, at: ["services", name, ...found.at] };
    }
    return undefined;
  },
);

function uncounted(
  { serviceScaling: { strategies } }: Scaled,
  own: Insights | undefined,
  environment: { containerInsights: Insights },
): Broken | undefined {
  if ((own ?? environment.containerInsights) !== "disabled") return undefined;
  const index = strategies.findIndex(needsInsights);
  const strategy = strategies[index];
  return (
    strategy &&
    broken(
      ["serviceScaling", "strategies", index, "kind"],
      `must not be "${strategy.kind}" while containerInsights is "disabled", for ${
        strategy.kind === "metric-step"
          ? "its metric is one of Container Insights"
          : "only Container Insights counts the tasks that it divides by"
      }`,
      strategy.kind,
      'Set containerInsights of the system to "enabled", or scale on something else.',
    )
  );
}

function needsInsights(strategy: ServiceScalingStrategy): boolean {
  if (strategy.kind === "queue-target") return true;
  if (strategy.kind === "metric-step") return strategy.metric.namespace === CONTAINER_INSIGHTS;
  if (strategy.kind !== "metric-target") return false;
  return (
    strategy.perTask ||
    Object.values(strategy.metrics).some(({ namespace }) => namespace === CONTAINER_INSIGHTS)
  );
}

interface NamedService extends Scaled {
  service: { name: string };
  deployment?: { kind: string };
}

interface InCluster {
  clusterName: string;
  services?: Record<string, NamedService>;
}

/** Alarms of step scaling are named after the cluster, the service and what they do: what that adds at most. */
function longestAlarmEnd(strategy: ServiceScalingStrategy): number {
  if (strategy.kind === "step") return "--memory-scale-out".length;
  return strategy.kind === "metric-step"
    ? `--metric-step-${strategy.name}-scale-out`.length
    : -Infinity;
}
const GREEN = "-green".length;

/** What is left of an alarm's name, for a service that scales in steps. */
function alarmNameProblem(
  clusterName: string,
  { service: { name }, serviceScaling: { strategies }, deployment }: NamedService,
  suffix: string,
): Broken | undefined {
  const ends = Math.max(...strategies.map(longestAlarmEnd));
  if (ends < 0) return undefined;
  const green = deployment?.kind === "blue-green-by-variable" ? GREEN : 0;
  const most = MAX_ALARM_NAME - ends - green - 2 * suffix.length - name.length;
  return clusterName.length <= most
    ? undefined
    : broken(
        "clusterName",
        `must have at most ${Math.max(most, 0)} characters with service ${show(name)}: an alarm of its step scaling is named after both, with nameSuffix, and CloudWatch allows ${MAX_ALARM_NAME}`,
        clusterName,
        "Shorten it or the service's name, or scale without steps.",
      );
}

const IN_CLUSTER = {
  environment: ["nameSuffix"],
  system: ["clusterName", "service.name", "services", "serviceScaling.strategies"],
} as const;

const namesOfAlarmsFit = systemRule<{ nameSuffix: string }, InCluster & Partial<NamedService>>(
  { environment: [...IN_CLUSTER.environment], system: [...IN_CLUSTER.system] },
  ({ clusterName, services, service, serviceScaling }, { nameSuffix }) =>
    [
      ...Object.values(services ?? {}),
      ...(service && serviceScaling ? [{ service, serviceScaling }] : []),
    ]
      .map((each) => alarmNameProblem(clusterName, each, nameSuffix))
      .find((found) => found !== undefined),
);

/** The policy of a queue target is named after the service and the queue, where it names one. */
function policyNameProblem(
  { service: { name }, serviceScaling: { strategies } }: NamedService,
  suffix: string,
): Broken | undefined {
  const most = MAX_POLICY_NAME - `${name}${suffix}-queue-target-`.length;
  return strategies
    .map((strategy, index) => {
      const queue = strategy.kind === "queue-target" ? (strategy.queueName ?? "") : "";
      return queue.length <= most
        ? undefined
        : broken(
            ["serviceScaling", "strategies", index, "queueName"],
            `must have at most ${Math.max(most, 0)} characters with service ${show(name)}: its scaling policy is named after both, with nameSuffix, and AWS allows ${MAX_POLICY_NAME}`,
            queue,
            "Shorten the service's name.",
          );
    })
    .find((found) => found !== undefined);
}

const namesOfPoliciesFit = systemRule<{ nameSuffix: string }, InCluster & Partial<NamedService>>(
  { environment: [...IN_CLUSTER.environment], system: [...IN_CLUSTER.system] },
  ({ services, service, serviceScaling }, { nameSuffix }) => {
    if (service && serviceScaling)
      return policyNameProblem({ service, serviceScaling }, nameSuffix);
    for (const [name, each] of Object.entries(services ?? {})) {
      const found = policyNameProblem(each, nameSuffix);
      if (found !== undefined) return { ...found, at: ["services", name, ...found.at] };
    }
    return undefined;
  },
);

/** Systems with services in a cluster that has a name of its own. */
const NAMED_CLUSTERS = [
  "http-scale-out",
  "talk-service",
  "rest-api",
  "http-api",
  "worker",
] as const;

/** Names that scaling makes of those of clusters, services and queues. */
export const scalingNamesFit = NAMED_CLUSTERS.flatMap((name) => [
  namesOfAlarmsFit(name),
  namesOfPoliciesFit(name),
]);
