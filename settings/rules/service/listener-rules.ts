import {
  MAX_RULES,
  MAX_RULE_VALUES as MAX_VALUES,
  MAX_RULE_WILDCARDS as MAX_WILDCARDS,
  MAX_TARGETS,
  covers,
  wildcardsIn,
} from "../../../aws/networking/load-balancing";
import { type Broken, broken, rule } from "../rule";
import { type ScheduledService, scheduledActions } from "../scaling/service-scaling";

interface Routed {
  paths: string[];
  priority: number;
  /** Ports of the service with paths of their own. */
  moreTargets?: Record<string, { paths: string[]; priority: number }>;
  /** Undefined if a system has only one kind of deployment. */
  deployment?: { kind: "rolling" | "blue-green-by-ecs" } | ByVariable;
}

interface ByVariable {
  kind: "blue-green-by-variable";
  testHeader?: string;
}

interface RoutedServices {
  services: Record<string, Routed>;
}

/** What has a rule at the load balancer, by name: services, and their other ports. */
function routesOf({ services }: RoutedServices) {
  return Object.entries(services).flatMap(([name, { moreTargets = {}, ...service }]) => [
    { name, at: ["services", name] as PropertyKey[], ...service },
    ...Object.entries(moreTargets).map(([target, { paths, priority }]) => ({
      name: `${name}.${target}`,
      at: ["services", name, "moreTargets", target] as PropertyKey[],
      paths,
      priority,
    })),
  ]);
}

/** Two rules of a listener cannot have the same priority. */
export const prioritiesDiffer = rule<RoutedServices>(["services"], (system) => {
  const owners = new Map<number, string>();
  return routesOf(system).flatMap(({ name, at, priority }): Broken[] => {
    const owner = owners.get(priority);
    owners.set(priority, owner ?? name);
    return owner === undefined
      ? []
      : [
          broken(
            [...at, "priority"],
            `must differ from that of ${owner}, for a balancer tries one service after the other`,
            priority,
            "Choose another number.",
          ),
        ];
  });
});

/** A path that an earlier service covers never reaches a later one. Reports one problem per pair of services. */
export const pathsReached = rule<RoutedServices>(["services"], (system) => {
  const inOrder = routesOf(system).sort((one, other) => one.priority - other.priority);
  return inOrder.flatMap(({ name, at: place, paths, priority }, rank) => {
    const told = new Set<string>();
    return paths.flatMap((path, index): Broken[] => {
      const taken = inOrder
        .slice(0, rank)
        .filter((earlier) => earlier.priority < priority)
        .flatMap((earlier) => earlier.paths.map((outer) => ({ owner: earlier.name, outer })))
        .find(({ outer }) => covers(outer, path));
      if (taken === undefined || told.has(taken.owner)) return [];
      told.add(taken.owner);
      const at = [...place, "paths", index];
      const { owner, outer } = taken;
      return [
        outer === path
          ? broken(at, `must differ from the paths of ${owner}`, path, "Choose another path.")
          : broken(
              at,
              `must not be covered by "${outer}" of ${owner}, which has a lower priority number, because no request would reach it`,
              path,
              `Give ${name} a lower priority number than ${owner}, or change one of the paths.`,
            ),
      ];
    });
  });
});

/** The number of a service's listener rules: its own, and with a test header one more for each color. */
function rulesOf({ deployment, moreTargets = {} }: Routed): number {
  return (isTested(deployment) ? 3 : 1) + Object.keys(moreTargets).length;
}

function isTested(deployment: Routed["deployment"]): boolean {
  return deployment?.kind === "blue-green-by-variable" && deployment.testHeader !== undefined;
}

export const rulesWithinQuota = rule<RoutedServices>(["services"], ({ services }) => {
  const rules = Object.values(services).reduce((sum, service) => sum + rulesOf(service), 0);
  return rules <= MAX_RULES
    ? undefined
    : broken(
        "services",
        `must need at most the ${MAX_RULES} rules that a load balancer allows: one per service and for each of its moreTargets, and two more with testHeader`,
        rules,
        "Use several systems, or fewer services with several paths each.",
      );
});

/** A direct entry has a second rule for each service and its other ports, for paths with the stage. */
export const directRulesWithinQuota = rule<RoutedServices & { api: { entry: string } }>(
  ["services", "api.entry"],
  ({ services, api: { entry } }) => {
    const rules = 2 * routesOf({ services }).length;
    return entry !== "direct" || rules <= MAX_RULES
      ? undefined
      : broken(
          "services",
          `must need at most the ${MAX_RULES} rules that a load balancer allows: two per service and for each of its moreTargets while api.entry is "direct"`,
          rules,
          'Use fewer services with several paths each, or entry "nlb".',
        );
  },
);

export const conditionsWithinQuota = rule<Pick<Routed, "paths" | "deployment">>(
  ["paths", "deployment"],
  ({ paths, deployment }) => {
    if (isTested(deployment) && paths.length + 1 > MAX_VALUES) {
      return broken(
        "paths",
        `must be at most ${MAX_VALUES - 1} with deployment.testHeader, because a rule allows ${MAX_VALUES} values`,
        paths.length,
        "Remove a path or the header.",
      );
    }
    const wildcards = wildcardsIn(paths);
    return wildcards <= MAX_WILDCARDS
      ? undefined
      : broken(
          "paths",
          `must have at most ${MAX_WILDCARDS} wildcards in total, the limit of a rule`,
          wildcards,
          "Use fewer of * and ?.",
        );
  },
);

const ruleOfQuota = `must not be above the ${MAX_TARGETS} targets that a load balancer takes`;
const fix = "Lower it: a larger service needs several balancers.";

export const targetsWithinQuota = rule<{ serviceScaling: { maxTasks: number } }>(
  ["serviceScaling.maxTasks"],
  ({ serviceScaling: { maxTasks } }) =>
    maxTasks <= MAX_TARGETS
      ? undefined
      : broken("serviceScaling.maxTasks", ruleOfQuota, maxTasks, fix),
);

/** The same rule for services whose targets are instances. */
export const instancesWithinQuota = rule<{ capacity: { maxInstances: number } }>(
  ["capacity.maxInstances"],
  ({ capacity: { maxInstances } }) =>
    maxInstances <= MAX_TARGETS
      ? undefined
      : broken("capacity.maxInstances", ruleOfQuota, maxInstances, fix),
);

export const scheduledTargetsWithinQuota = rule<ScheduledService>(
  ["serviceScaling.strategies"],
  ({ serviceScaling: { strategies } }) =>
    scheduledActions(strategies)
      .filter(({ action }) => action.maxTasks > MAX_TARGETS)
      .map(({ at, action }) => broken([...at, "maxTasks"], ruleOfQuota, action.maxTasks, fix)),
);
