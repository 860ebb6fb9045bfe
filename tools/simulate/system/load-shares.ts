import type { Action } from "../../synthesized/system/listener-action";
import type { SystemModel } from "../../synthesized/system/system";

/**
 * Spreads the load evenly over the routes of all listeners. A route is a set of target groups with weights. Each service
 * without a load balancer that others find by name counts as a route.
 *
 * @returns shares by service name, which sum to 1
 */
export function loadShares({ balancers, services }: SystemModel): ReadonlyMap<string, number> {
  const serviceOf = new Map(
    services.flatMap(({ name, targets }) => targets.map((target) => [target.targetGroup, name])),
  );
  const routes = new Map<string, ReadonlyMap<string, number>>();
  const add = (action: Action): void => {
    if (action.kind !== "forward") return;
    const weights = new Map<string, number>();
    for (const { targetGroup, weight } of action.targets) {
      const service = serviceOf.get(targetGroup);
      if (service !== undefined) weights.set(service, (weights.get(service) ?? 0) + weight);
    }
    if (weights.size > 0) routes.set([...weights.keys()].sort().join(" "), weights);
  };
  for (const { listeners } of balancers)
    for (const { defaultAction, rules } of listeners) {
      add(defaultAction);
      for (const { action } of rules) add(action);
    }
  for (const { name, targets } of services)
    if (targets.length === 0) routes.set(name, new Map([[name, 1]]));
  const shares = new Map<string, number>();
  for (const weights of routes.values()) {
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    if (total === 0) continue;
    for (const [service, weight] of weights)
      shares.set(service, (shares.get(service) ?? 0) + weight / total / routes.size);
  }
  return shares;
}
